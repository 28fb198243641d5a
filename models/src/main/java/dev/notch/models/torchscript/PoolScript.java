package dev.notch.models.torchscript;

import static dev.notch.models.torchscript.Script.call;

import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Tensor;
import java.util.List;

/**
 * A pool as an expression. PyTorch pads all sides alike and at most by half a kernel; elsewhere the
 * map is padded first, and a mean is put right by a map of constants.
 */
record PoolScript(Script script, Node node, Shape in, Shape out) {
  private static final List<Integer> NONE = List.of(0, 0);
  private static final double LOWEST = -Float.MAX_VALUE;

  String expression(Pool pool, String x) {
    Window w = pool.window();
    boolean max = pool.kind() == Pool.Kind.MAX;
    if (!max && w.dilated()) {
      throw new UnwritableLayerException("the mean over a window with holes");
    }
    boolean simple =
        w.symmetric() && 2 * w.padTop() <= w.kernelHeight() && 2 * w.padLeft() <= w.kernelWidth();
    if (simple) {
      List<Integer> pads = List.of(w.padHeight(), w.padWidth());
      return max
          ? max(w, x, pads, pool.ceilMode())
          : mean(w, x, pads, pool.ceilMode(), pool.countPadding());
    }
    String padded = call("constant_pad_nd", x, pads(w), max ? LOWEST : 0);
    return max
        ? max(w, padded, NONE, false)
        : call("mul", mean(w, padded, NONE, false, true), correction(pool));
  }

  private static String max(Window w, String x, List<Integer> pads, boolean ceil) {
    return call(
        "max_pool2d", x, kernel(w), LayerScript.strides(w), pads, LayerScript.dilations(w), ceil);
  }

  private static String mean(
      Window w, String x, List<Integer> pads, boolean ceil, boolean countPadding) {
    return call("avg_pool2d", x, kernel(w), LayerScript.strides(w), pads, ceil, countPadding);
  }

  private static List<Integer> kernel(Window w) {
    return List.of(w.kernelHeight(), w.kernelWidth());
  }

  /** Left, right, top, bottom: as far as the last windows reach. */
  private List<Integer> pads(Window w) {
    int height = (out.height() - 1) * w.strideHeight() + w.extentHeight();
    int width = (out.width() - 1) * w.strideWidth() + w.extentWidth();
    return List.of(
        w.padLeft(),
        width - in.width() - w.padLeft(),
        w.padTop(),
        height - in.height() - w.padTop());
  }

  /** Size of the kernel over how many values of it count, window by window. */
  private String correction(Pool pool) {
    Window w = pool.window();
    boolean all = pool.countPadding();
    float[] factors = new float[out.height() * out.width()];
    for (int row = 0; row < out.height(); row++) {
      int top = row * w.strideHeight() - w.padTop();
      int rows =
          within(top, w.kernelHeight(), in.height(), all ? w.padTop() : 0, all ? w.padBottom() : 0);
      for (int column = 0; column < out.width(); column++) {
        int left = column * w.strideWidth() - w.padLeft();
        int columns =
            within(
                left, w.kernelWidth(), in.width(), all ? w.padLeft() : 0, all ? w.padRight() : 0);
        factors[row * out.width() + column] = (float) w.kernelArea() / (rows * columns);
      }
    }
    int[] shape = {1, 1, out.height(), out.width()};
    return script.buffer(node.name() + ".correction", new Tensor(shape, factors));
  }

  /** How many of {@code length} places from {@code from} on are within the map and what counts. */
  private static int within(int from, int length, int size, int before, int behind) {
    return Math.min(from + length, size + behind) - Math.max(from, -before);
  }
}
