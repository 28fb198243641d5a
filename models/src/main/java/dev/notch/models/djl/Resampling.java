package dev.notch.models.djl;

import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.Resize.Coordinates;
import dev.notch.models.graph.SpatialLayer.Resize.Mode;
import dev.notch.models.graph.SpatialLayer.Resize.Rounding;
import java.util.function.IntFunction;

/**
 * How each row of an output is mixed from rows of the input, and each column from columns: by the
 * input's length, a matrix of output times input lengths in row-major order.
 */
record Resampling(IntFunction<double[]> rows, IntFunction<double[]> columns) {

  static Resampling of(Pad pad) {
    return new Resampling(
        length -> padded(pad.mode(), length, pad.top(), pad.bottom()),
        length -> padded(pad.mode(), length, pad.left(), pad.right()));
  }

  static Resampling of(Resize r) {
    return new Resampling(
        length -> resized(r, length, r.height(), r.scaleHeight()),
        length -> resized(r, length, r.width(), r.scaleWidth()));
  }

  private static double[] padded(Pad.Mode mode, int in, int before, int after) {
    int out = before + in + after;
    double[] matrix = new double[out * in];
    for (int i = 0; i < out; i++) {
      int at = i - before;
      int source =
          mode == Pad.Mode.EDGE ? clamp(at, in) : at < 0 ? -at : at >= in ? 2 * (in - 1) - at : at;
      matrix[i * in + source] = 1;
    }
    return matrix;
  }

  /** In single precision, as ONNX Runtime computes: what lies between two pixels depends on it. */
  private static double[] resized(Resize r, int in, int out, double declared) {
    float scale = declared == 0 ? (float) out / in : (float) declared;
    double[] matrix = new double[out * in];
    for (int i = 0; i < out; i++) {
      float at = scale == 1 && out == in ? i : coordinate(r.coordinates(), i, scale, in, out);
      if (r.mode() == Mode.NEAREST) {
        matrix[i * in + clamp(round(r.rounding(), at), in)] = 1;
      } else {
        interpolate(matrix, i * in, at, in);
      }
    }
    return matrix;
  }

  private static float coordinate(Coordinates kind, int x, float scale, int in, int out) {
    return switch (kind) {
      case HALF_PIXEL -> (x + 0.5f) / scale - 0.5f;
      case PYTORCH_HALF_PIXEL -> out > 1 ? (x + 0.5f) / scale - 0.5f : 0;
      case ALIGN_CORNERS -> out > 1 ? x * (float) (in - 1) / (out - 1) : 0;
      case ASYMMETRIC -> x / scale;
    };
  }

  private static int round(Rounding rounding, float at) {
    double rounded =
        switch (rounding) {
          case FLOOR -> Math.floor(at);
          case CEIL -> Math.ceil(at);
          case ROUND_PREFER_FLOOR -> Math.ceil(at - 0.5);
          case ROUND_PREFER_CEIL -> Math.floor(at + 0.5);
        };
    return (int) rounded;
  }

  private static void interpolate(double[] matrix, int row, float at, int in) {
    float within = Math.max(0, Math.min(at, in - 1));
    int before = (int) within;
    int after = Math.min(before + 1, in - 1);
    float share = within - before;
    matrix[row + before] += 1 - share;
    matrix[row + after] += share;
  }

  private static int clamp(int at, int length) {
    return Math.max(0, Math.min(at, length - 1));
  }
}
