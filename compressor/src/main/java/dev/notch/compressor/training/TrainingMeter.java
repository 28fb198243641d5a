package dev.notch.compressor.training;

import dev.notch.compressor.training.TrainingStep.Observed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** What a person who watches a training wants to know, over its last hundred steps. */
final class TrainingMeter {
  private static final int WINDOW = 100;

  private record Moment(Observed observed, long nanos) {}

  private final Deque<Moment> window = new ArrayDeque<>();
  private final Steps steps;
  private final double secondsBefore;
  private final long started = System.nanoTime();

  TrainingMeter(Steps steps, double secondsBefore) {
    this.steps = steps;
    this.secondsBefore = secondsBefore;
  }

  void add(Observed observed) {
    window.add(new Moment(observed, System.nanoTime()));
    if (window.size() > WINDOW) {
      window.remove();
    }
  }

  /** Of training, with what earlier runs took. */
  double seconds() {
    return secondsBefore + (System.nanoTime() - started) / 1e9;
  }

  /** NaN before the first step. */
  double loss() {
    return window.stream().mapToDouble(m -> m.observed().loss()).average().orElse(Double.NaN);
  }

  /** NaN before the first step. */
  double accuracy() {
    double correct = window.stream().mapToDouble(m -> m.observed().correct().orElse(0)).sum();
    return correct / window.stream().mapToDouble(m -> m.observed().images()).sum();
  }

  /** Steps a second; 0 while unknown. */
  private double rate() {
    if (window.size() < 2) {
      return 0;
    }
    double seconds = (window.getLast().nanos() - window.getFirst().nanos()) / 1e9;
    return (window.size() - 1) / seconds;
  }

  private String accuracyText() {
    boolean known = window.stream().anyMatch(m -> m.observed().correct().isPresent());
    return known ? String.format(Locale.ROOT, "training accuracy %.1f %%, ", 100 * accuracy()) : "";
  }

  String message(long done) {
    double rate = rate();
    String left =
        rate == 0 ? "?" : String.format(Locale.ROOT, "%.0f", (steps.total() - done) / rate);
    return String.format(
        Locale.ROOT,
        "epoch %.2f of %.2f, loss %.3f, %s%.0f images/s, %s s left",
        done / (double) steps.perEpoch(),
        steps.total() / (double) steps.perEpoch(),
        loss(),
        accuracyText(),
        rate * steps.batch(),
        left);
  }
}
