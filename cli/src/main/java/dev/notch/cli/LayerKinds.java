package dev.notch.cli;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Pool;
import java.util.Locale;

/** What a layer is called in tables and JSON: as in timing models where these know it. */
final class LayerKinds {

  private LayerKinds() {}

  static String of(Layer layer) {
    if (layer instanceof Convolution c) {
      return convolution(c);
    }
    if (layer instanceof Activation activation) {
      return lower(activation.function().name());
    }
    if (layer instanceof Pool pool) {
      return pool.kind() == Pool.Kind.MAX ? "maxpool" : "avgpool";
    }
    if (layer instanceof GlobalPool) {
      return "globalpool";
    }
    return layer instanceof BatchNorm ? "batchnorm" : words(layer.getClass().getSimpleName());
  }

  private static String convolution(Convolution c) {
    if (c.depthwise()) {
      return "depthwise";
    }
    if (c.groups() > 1) {
      return "grouped";
    }
    return c.pointwise() ? "pointwise" : "conv2d";
  }

  /** {@code TransposedConvolution} as {@code transposed_convolution}. */
  private static String words(String name) {
    return lower(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
