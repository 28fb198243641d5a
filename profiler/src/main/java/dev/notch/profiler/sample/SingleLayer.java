package dev.notch.profiler.sample;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Window;
import dev.notch.profiler.LayerConfig;

/** A layer as a network of its own. */
public final class SingleLayer {

  private SingleLayer() {}

  /** Whether the layer can stand alone: it reads one input, and needs no layers behind it. */
  static boolean possible(LayerConfig c) {
    return switch (c.kind()) {
      case CONV2D,
          POINTWISE,
          DEPTHWISE,
          GROUPED,
          LINEAR,
          MAXPOOL,
          AVGPOOL,
          GLOBALPOOL,
          BATCHNORM,
          ACTIVATION,
          SHUFFLE,
          FLATTEN ->
          !c.fused().add();
      default -> false;
    };
  }

  /**
   * @throws IllegalArgumentException if the layer cannot stand alone: it needs inputs that differ,
   *     or layers behind it
   */
  public static Network of(LayerConfig c) {
    if (!possible(c)) {
      throw new IllegalArgumentException(c + " cannot be measured alone, only within a network");
    }
    NetworkBuilder b = new NetworkBuilder(c.input());
    Window window = c.window();
    int x = b.input();
    int y =
        switch (c.kind()) {
          case CONV2D, POINTWISE, DEPTHWISE, GROUPED ->
              b.conv(x, c.out(), window, c.groups(), true);
          case LINEAR -> b.linear(x, c.out());
          case MAXPOOL -> b.maxPool(x, window);
          case AVGPOOL -> b.averagePool(x, window, true);
          case GLOBALPOOL -> b.globalPool(x);
          case BATCHNORM -> b.batchNorm(x);
          case ACTIVATION -> x;
          case SHUFFLE -> b.shuffle(x, c.groups());
          case FLATTEN -> b.flatten(x);
          default -> throw new AssertionError(c);
        };
    c.fused().activation().ifPresent(function -> b.activation(y, function));
    return b.build("alone");
  }
}
