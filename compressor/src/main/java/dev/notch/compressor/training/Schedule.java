package dev.notch.compressor.training;

import dev.notch.models.NotchException;

/**
 * The learning rate over a training: it rises linearly to the peak, then anneals to zero. The
 * annealed end matters most for accuracy, so every training gets one, however short it is.
 *
 * @param peak highest learning rate
 * @param warmUp share of the steps that it rises, from 0 to below 1
 * @param anneal how it falls
 */
public record Schedule(double peak, double warmUp, Anneal anneal) {

  /** The shape of the fall. */
  public enum Anneal {
    /** Evenly: "one cycle" (Smith and Topin, arXiv:1708.07120). */
    LINEAR,
    /** Half a cosine (Loshchilov and Hutter, arXiv:1608.03983). */
    COSINE
  }

  public Schedule {
    if (!(peak > 0) || !(peak < 100)) {
      throw new NotchException("the peak learning rate must lie between 0 and 100, got " + peak);
    }
    if (!(warmUp >= 0) || !(warmUp < 1)) {
      throw new NotchException("the warm-up must be a share from 0 to below 1, got " + warmUp);
    }
  }

  /** The rate of step {@code step} (from 0) of {@code total}: never 0 while there are steps. */
  public double rate(long step, long total) {
    double done = (step + 0.5) / total;
    if (done < warmUp) {
      return peak * done / warmUp;
    }
    double fall = (done - warmUp) / (1 - warmUp);
    return switch (anneal) {
      case LINEAR -> peak * (1 - fall);
      case COSINE -> peak * (1 + Math.cos(Math.PI * fall)) / 2;
    };
  }
}
