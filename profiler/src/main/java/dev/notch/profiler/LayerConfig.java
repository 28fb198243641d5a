package dev.notch.profiler;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;

/**
 * What the clock sees of one layer: the value that is measured and predicted.
 *
 * @param in channels read; of a concatenation, those of its narrowest input
 * @param out channels written
 * @param height rows of the input; of layers that change the plane without a window, those of the
 *     larger of input and output; of a matrix product the rows of the result
 * @param width columns likewise; of a matrix product how many there are
 * @param window kernel, stride, padding and dilation; {@link #NO_WINDOW} for layers without one
 * @param groups groups of a convolution or shuffle, parts of a split, inputs of an add or a
 *     concatenation; otherwise 1
 * @param fused what the runtime executes together with this layer
 */
public record LayerConfig(
    OpKind kind, int in, int out, int height, int width, Window window, int groups, Fusion fused) {

  /** The window of layers that do not slide one. */
  public static final Window NO_WINDOW = Window.square(1, 1, 0);

  /**
   * @throws IllegalArgumentException if no layer of this kind can look like this
   */
  public LayerConfig {
    ConfigRules.verify(kind, in, out, height, width, window, groups, fused);
  }

  /**
   * The configuration of one layer of a network, nothing fused with it.
   *
   * @throws IllegalArgumentException if the layer does no work that is timed (input, slice,
   *     dropout)
   */
  public static LayerConfig of(Network network, Node node) {
    return ConfigReader.read(network, node);
  }

  /**
   * The configuration that the layer has where it reads and writes other numbers of channels;
   * height and width stay.
   *
   * @param in channels read; of a concatenation, those of its narrowest input
   */
  public static LayerConfig at(Network network, Node node, int in, int out) {
    return ConfigReader.read(network, node, in, out);
  }

  /**
   * The inverse of {@link #text()}. Keys may stand in any order; left out, {@code out} is {@code
   * in}, {@code w} is {@code h}, the padding keeps the size, the stride is 1.
   *
   * @throws dev.notch.models.NotchException if the text is no configuration; the message names the
   *     part
   */
  public static LayerConfig parse(String text) {
    return ConfigText.parse(text);
  }

  public LayerConfig withFused(Fusion fusion) {
    return new LayerConfig(kind, in, out, height, width, window, groups, fusion);
  }

  /** The shape of its input; of an add or a concatenation that of its first or narrowest one. */
  public Shape input() {
    return new Shape(in, height, width);
  }

  /** The shape of its output. */
  public Shape output() {
    return switch (kind) {
      case GLOBALPOOL, FLATTEN, LINEAR -> Shape.vector(out);
      case TRANSPOSED -> new Shape(out, spreadRows(), spreadColumns());
      default -> window.slideOver(input()).withChannels(out);
    };
  }

  private int spreadRows() {
    int grown = (height - 1) * window.strideHeight() + window.extentHeight();
    return Math.max(1, grown - window.padTop() - window.padBottom());
  }

  private int spreadColumns() {
    int grown = (width - 1) * window.strideWidth() + window.extentWidth();
    return Math.max(1, grown - window.padLeft() - window.padRight());
  }

  /**
   * The canonical form: {@code conv2d in=47 out=64 k=3x3 s=1x1 p=1x1 g=1 h=16 w=16 fused=relu+add},
   * without {@code fused} if nothing is. Padding that differs from side to side is {@code
   * p=TOPxLEFTxBOTTOMxRIGHT}; a dilation follows it as {@code d=2x2}.
   */
  public String text() {
    return ConfigText.print(this);
  }

  @Override
  public String toString() {
    return text();
  }
}
