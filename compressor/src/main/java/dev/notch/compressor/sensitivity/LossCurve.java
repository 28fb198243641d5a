package dev.notch.compressor.sensitivity;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What narrowing costs in logits, as a function of halvings of the width: nothing at none, and
 * never less for more. Measured points are made monotone by pooling adjacent violators (isotonic
 * least squares), lines lead from point to point, and the last line goes on.
 */
final class LossCurve {
  private final double[] halvings;
  private final double[] losses;

  private LossCurve(double[] halvings, double[] losses) {
    this.halvings = halvings;
    this.losses = losses;
  }

  /**
   * @param points loss by the fraction of channels that is left, within (0, 1)
   */
  static LossCurve of(Map<Double, Double> points) {
    SortedMap<Double, Double> byHalvings = new TreeMap<>();
    points.forEach((fraction, loss) -> byHalvings.put(halvings(fraction), Math.max(0, loss)));
    double[] x = new double[byHalvings.size() + 1];
    double[] y = new double[x.length];
    int i = 1;
    for (Map.Entry<Double, Double> point : byHalvings.entrySet()) {
      x[i] = point.getKey();
      y[i++] = point.getValue();
    }
    return new LossCurve(x, monotone(y));
  }

  private static double halvings(double fraction) {
    return -Math.log(fraction) / Math.log(2);
  }

  /** The nearest sequence, by least squares, that never falls. */
  static double[] monotone(double[] values) {
    double[] result = new double[values.length];
    int[] starts = new int[values.length];
    double[] means = new double[values.length];
    int blocks = 0;
    for (int i = 0; i < values.length; i++) {
      starts[blocks] = i;
      means[blocks++] = values[i];
      for (int end = i + 1; blocks > 1 && means[blocks - 2] > means[blocks - 1]; blocks--) {
        int left = starts[blocks - 1] - starts[blocks - 2];
        int right = end - starts[blocks - 1];
        means[blocks - 2] = (left * means[blocks - 2] + right * means[blocks - 1]) / (left + right);
      }
    }
    for (int block = 0; block < blocks; block++) {
      int end = block + 1 < blocks ? starts[block + 1] : values.length;
      Arrays.fill(result, starts[block], end, means[block]);
    }
    return result;
  }

  /** The loss when this fraction of the channels is left, 0 to 1. */
  double at(double fraction) {
    double x = halvings(fraction);
    int last = halvings.length - 1;
    int right = 1;
    while (right < last && halvings[right] < x) {
      right++;
    }
    if (last == 0) {
      return 0;
    }
    double slope = (losses[right] - losses[right - 1]) / (halvings[right] - halvings[right - 1]);
    return losses[right - 1] + slope * (x - halvings[right - 1]);
  }
}
