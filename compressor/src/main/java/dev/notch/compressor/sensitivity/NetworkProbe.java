package dev.notch.compressor.sensitivity;

import dev.notch.compressor.training.Evaluator;
import dev.notch.compressor.training.OutputErrors;
import dev.notch.compressor.training.Recalibration;
import dev.notch.models.data.Batches;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.Images;
import dev.notch.models.data.Splits;
import dev.notch.models.djl.Calibration;
import dev.notch.models.djl.Torch;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.ChannelScores;
import dev.notch.models.width.ChannelSelection;
import dev.notch.models.width.WidthPlan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Cuts the least important channels out of trained weights, estimates the statistics of batch
 * normalisation anew from training pictures, and counts what validation pictures it has right.
 */
public final class NetworkProbe implements Probe {
  /** Training pictures that the statistics are estimated from. */
  public static final int CALIBRATION_IMAGES = 256;

  /** What is counted. */
  public enum Score {
    /** Pictures whose class is right. */
    ACCURACY,
    /**
     * One less the relative error of the outputs against the full network's, in the mean: with the
     * statistics that it has or with new ones, whichever are nearer. Those of few pictures can be
     * far off where outputs are no classes.
     */
    AGREEMENT
  }

  private final ChannelGroups groups;
  private final Weights weights;
  private final ChannelScores scores;
  private final DataSet data;
  private final Score score;
  private final Images validation;
  private final List<float[]> calibration;
  private final int threads;

  /**
   * @param weights of the full network
   * @param scores which channels stay
   * @param images how many validation pictures, at most all of them
   * @param seed which pictures are taken
   */
  public NetworkProbe(
      ChannelGroups groups,
      Weights weights,
      ChannelScores scores,
      DataSet data,
      Score score,
      int images,
      long seed,
      int threads) {
    this.groups = groups;
    this.weights = weights;
    this.scores = scores;
    this.data = data;
    this.score = score;
    this.validation = sample(data.validation(), images, seed);
    this.calibration = batches(sample(data.train(), CALIBRATION_IMAGES, seed), data);
    this.threads = threads;
  }

  private static Images sample(Images images, int count, long seed) {
    int[] order = Splits.permutation(images.size(), seed);
    return images.subset(Arrays.copyOf(order, Math.min(count, order.length)));
  }

  private static List<float[]> batches(Images images, DataSet data) {
    Batches source = new Batches(images, data.normalization());
    List<float[]> batches = new ArrayList<>();
    int size = Recalibration.batch(images);
    for (int from = 0; from == 0 || from + size <= images.size(); from += size) {
      int first = from;
      int[] pictures = new int[Math.min(size, images.size())];
      Arrays.setAll(pictures, i -> first + i);
      float[] values = new float[source.floats(pictures.length)];
      source.plain(pictures, values);
      batches.add(values);
    }
    return batches;
  }

  /** How many validation pictures each probe sees. */
  public int images() {
    return validation.size();
  }

  @Override
  @SuppressWarnings("try")
  public double accuracy(WidthPlan plan, Progress progress) {
    ChannelSelection selection = ChannelSelection.of(groups.network(), groups, plan, scores);
    Weights sliced = selection.slice(weights);
    Weights calibrated;
    try (Torch.ThreadScope scope = Torch.threads(threads)) {
      calibrated = Calibration.calibrate(selection.narrow(), sliced, calibration);
    }
    return score == Score.ACCURACY
        ? accuracy(selection, calibrated, progress)
        : Math.max(
            agreement(selection, sliced, progress), agreement(selection, calibrated, progress));
  }

  private double agreement(ChannelSelection selection, Weights calibrated, Progress progress) {
    double[] errors =
        new OutputErrors(threads, validation, data.normalization())
            .of(groups.network(), weights, selection.narrow(), calibrated, progress);
    return DoubleStream.of(errors).map(e -> 1 - Math.min(1, e)).average().orElseThrow();
  }

  private double accuracy(ChannelSelection selection, Weights calibrated, Progress progress) {
    return new Evaluator(threads)
        .correctness(selection.narrow(), calibrated, validation, data.normalization(), progress)
        .accuracy();
  }
}
