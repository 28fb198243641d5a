package dev.notch.timing.explain;

import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A number of channels of a layer that can change while all else stays. */
public enum Dimension {
  /** Channels read. */
  IN,
  /** Channels written. */
  OUT,
  /** Channels of a layer that writes as many as it reads. */
  CHANNELS;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What can change in layers of a kind. */
  static List<Dimension> of(OpKind kind) {
    return switch (kind) {
      case CONV2D, POINTWISE, GROUPED, TRANSPOSED, LINEAR, MATMUL, CONCAT, SLICE ->
          List.of(IN, OUT);
      default -> List.of(CHANNELS);
    };
  }

  int width(LayerConfig layer) {
    return this == OUT ? layer.out() : layer.in();
  }

  /** The difference between one possible width and the next. */
  static int step(LayerConfig layer) {
    return switch (layer.kind()) {
      case GROUPED, TRANSPOSED, SPLIT, SHUFFLE -> layer.groups();
      default -> 1;
    };
  }

  /** The layer at another width; empty if there is none like that. */
  Optional<LayerConfig> at(LayerConfig layer, int width) {
    int in = this == OUT ? layer.in() : width;
    int out = this == IN ? layer.out() : width;
    if (layer.kind() == OpKind.FLATTEN) {
      out = in * layer.height() * layer.width();
    }
    boolean narrow = layer.kind() == OpKind.CONCAT && out < (long) in * layer.groups();
    boolean wide = layer.kind() == OpKind.SLICE && out > in;
    if (narrow || wide || width < 1 || width % step(layer) != 0) {
      return Optional.empty();
    }
    int groups = layer.kind() == OpKind.DEPTHWISE ? in : layer.groups();
    return Optional.of(
        new LayerConfig(
            layer.kind(),
            in,
            out,
            layer.height(),
            layer.width(),
            layer.window(),
            groups,
            layer.fused()));
  }
}
