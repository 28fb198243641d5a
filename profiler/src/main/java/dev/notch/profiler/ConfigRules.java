package dev.notch.profiler;

import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import java.util.function.Supplier;

/** Which layer configurations exist. */
final class ConfigRules {

  private ConfigRules() {}

  static void verify(
      OpKind kind,
      int in,
      int out,
      int height,
      int width,
      Window window,
      int groups,
      Fusion fused) {
    require(in > 0 && out > 0, kind, () -> "channels must be positive, were " + in + " and " + out);
    require(
        height > 0 && width > 0, kind, () -> "size must be positive, was " + height + "x" + width);
    require(groups > 0, kind, () -> "groups must be positive, were " + groups);
    verifyWindow(kind, new Shape(in, height, width), window);
    verifyChannels(kind, in, out, (long) height * width, groups);
    verifyGroups(kind, in, out, groups);
    require(
        kind != OpKind.ACTIVATION || fused.activation().isPresent(),
        kind,
        () -> "names no function");
    require(
        !fused.add() || kind.convolution() || kind == OpKind.LINEAR,
        kind,
        () -> "nothing can be added to it without a pass of its own");
  }

  private static void verifyWindow(OpKind kind, Shape input, Window window) {
    if (!kind.windowed()) {
      require(
          window.equals(LayerConfig.NO_WINDOW), kind, () -> "has no window, was given " + window);
      return;
    }
    if (kind != OpKind.TRANSPOSED) {
      window.slideOver(input);
    }
    boolean one = window.kernelArea() == 1;
    require(kind != OpKind.POINTWISE || one, kind, () -> "kernel must be 1x1");
    require(kind != OpKind.CONV2D || !one, kind, () -> "with a 1x1 kernel is pointwise");
  }

  private static void verifyChannels(OpKind kind, int in, int out, long area, int groups) {
    switch (kind) {
      case CONV2D, POINTWISE, GROUPED, TRANSPOSED, MATMUL -> {}
      case SLICE ->
          require(out <= in, kind, () -> "writes at most the " + in + " it reads, was " + out);
      case LINEAR -> require(area == 1, kind, () -> "reads a vector, was given an area of " + area);
      case CONCAT ->
          require(
              out >= (long) in * groups,
              kind,
              () -> "writes at least " + (long) in * groups + " channels, was " + out);
      case FLATTEN ->
          require(out == in * area, kind, () -> "writes " + in * area + " values, was " + out);
      default -> require(in == out, kind, () -> "keeps its " + in + " channels, was " + out);
    }
  }

  private static void verifyGroups(OpKind kind, int in, int out, int groups) {
    switch (kind) {
      case DEPTHWISE ->
          require(groups == in, kind, () -> "groups must be its channels, were " + groups);
      case GROUPED, TRANSPOSED -> {
        boolean several = groups > 1 || kind == OpKind.TRANSPOSED;
        require(several, kind, () -> "needs at least two groups, had " + groups);
        require(
            in % groups == 0 && out % groups == 0,
            kind,
            () -> groups + " groups must divide channels");
      }
      case SPLIT, SHUFFLE -> {
        require(groups > 1, kind, () -> "needs at least two parts, had " + groups);
        require(in % groups == 0, kind, () -> groups + " parts must divide " + in + " channels");
      }
      case ADD, CONCAT -> require(groups > 1, kind, () -> "needs two inputs, had " + groups);
      default -> require(groups == 1, kind, () -> "has no groups, was given " + groups);
    }
  }

  private static void require(boolean condition, OpKind kind, Supplier<String> message) {
    if (!condition) {
      throw new IllegalArgumentException(kind.label() + ": " + message.get());
    }
  }
}
