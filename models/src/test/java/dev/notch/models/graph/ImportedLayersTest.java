package dev.notch.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes, counts and refusals of layers that only networks from elsewhere have. */
class ImportedLayersTest {
  private static final Shape MAP = new Shape(8, 6, 10);
  private static final Shape GATE = Shape.vector(8);
  private static final List<Integer> CUBE = List.of(2, 4, 60);

  static List<Arguments> shapes() {
    return List.of(
        fits("8x12x20", transposed(8, 8, window(2, 2, 0), 0), MAP),
        fits("4x12x20", transposed(8, 4, window(3, 2, 1), 1), MAP),
        fits("8x6x10", new Scale(8, true), MAP),
        fits("8x6x10", new PRelu(8), MAP),
        fits("8x6x10", new Softmax(), MAP),
        fits("8x6x10", new LocalResponseNorm(5, 1e-4, 0.75, 1), MAP),
        fits("8x6x10", new Activation(Function.LEAKY_RELU, 0.1, 0), MAP),
        fits("8x1x1", new GlobalMaxPool(), MAP),
        fits("3x6x10", new ChannelRange(2, 5), MAP),
        fits("8x6x10", new Add(), GATE, MAP, MAP, GATE),
        fits("8x6x10", new Subtract(), GATE, MAP),
        fits("8x6x10", new Multiply(), GATE, MAP),
        fits("8x6x10", new Multiply(), MAP, MAP),
        fits("8x9x9", new Pad(1, -1, 2, 0, Pad.Mode.CONSTANT, 0.5), MAP),
        fits("8x16x28", new Pad(5, 9, 5, 9, Pad.Mode.REFLECT, 0), MAP),
        fits("8x13x7", resize(13, 7), MAP),
        fits("2x12x20", new DepthToSpace(2, true), MAP),
        fits("32x3x5", new SpaceToDepth(2), MAP),
        fits("8x3x4", pool(window(3, 2, 0), true), new Shape(8, 6, 8)),
        fits("8x2x3", pool(window(3, 2, 0), false), new Shape(8, 6, 8)),
        fits("8x3x3", pool(window(1, 2, 0), true), new Shape(8, 5, 5)),
        fits("8x2x2", pool(new Window(1, 1, 3, 3, 0, 0), true), new Shape(8, 5, 4)));
  }

  static List<Arguments> freeShapes() {
    return List.of(
        fits("480x1x1", new Reshape(List.of(480)), MAP),
        fits("1x1x1", new Reshape(List.of()), Shape.vector(1)),
        fits("2x4x60", new Reshape(List.of(2, 4, 6, 10)), MAP),
        fits("60x2x4", new Permute(CUBE, List.of(2, 0, 1)), MAP),
        fits("2x4x3", new MatMul(CUBE, List.of(60, 3)), MAP, new Shape(60, 3, 1)),
        fits("2x4x60", new FreeSoftmax(CUBE, 2), MAP),
        fits("2x2x60", new FreeSlice(CUBE, 1, 1, 4, 2), MAP),
        fits("2x8x60", new FreeConcat(List.of(CUBE, CUBE), 1), MAP, MAP),
        fits("2x4x1", new Reduce(Reduce.Kind.MEAN, CUBE, List.of(2), true), MAP),
        fits("4x1x1", new Reduce(Reduce.Kind.SUM, CUBE, List.of(0, 2), false), MAP),
        fits("2x4x60", new Binary(Binary.Op.DIV, CUBE, List.of(4, 1)), MAP, new Shape(4, 1, 1)),
        fits("2x4x60", new Constant(CUBE)),
        fits("2x4x60", new LayerNorm(CUBE, 1, 1e-5), MAP));
  }

  @ParameterizedTest(name = "{1} -> {0}")
  @MethodSource({"shapes", "freeShapes"})
  void knowsShapes(String expected, Layer layer, List<Shape> inputs) {
    assertThat(layer.outputShape(inputs)).hasToString(expected);
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        misfit("cannot subtract 8x6x10 and 7x1x1", new Subtract(), MAP, Shape.vector(7)),
        misfit("a gate for 8x6x10 cannot be 8x6x1", new Multiply(), MAP, new Shape(8, 6, 1)),
        misfit("no channels from 2 to 9 in 8x6x10", new ChannelRange(2, 9), MAP),
        misfit("cannot reflect", new Pad(6, 0, 0, 0, Pad.Mode.REFLECT, 0), MAP),
        misfit("must be positive", new Pad(-6, 0, 0, 0, Pad.Mode.CONSTANT, 0), MAP),
        misfit("no blocks of 3x3", new DepthToSpace(3, false), MAP),
        misfit("cannot be cut into blocks of 4x4", new SpaceToDepth(4), MAP),
        misfit("expected 7 channels", new PRelu(7), MAP),
        misfit("expected 7 channels", new Scale(7, false), MAP),
        misfit("expected 4 channels", transposed(4, 4, window(2, 2, 0), 0), MAP),
        misfit("must be positive", transposed(8, 4, window(2, 2, 9), 0), MAP),
        misfit("cannot view 8x6x10 as [481]", new Reshape(List.of(481)), MAP),
        misfit("Binary cannot take 1 inputs", new Binary(Binary.Op.ADD, CUBE, CUBE), MAP),
        misfit("Constant cannot take 1 inputs", new Constant(CUBE), MAP),
        misfit("integer overflow", huge(), new Shape(1, 1 << 30, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void refusesShapesThatDoNotFit(String complaint, Layer layer, List<Shape> inputs) {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> layer.outputShape(inputs))
        .withMessageContaining(complaint);
  }

  static Stream<Arguments> impossible() {
    return Stream.of(
        impossible("RELU has only 0 parameters", () -> new Activation(Function.RELU, 1, 0)),
        impossible("LEAKY_RELU needs its", () -> new Activation(Function.LEAKY_RELU)),
        impossible("cannot clip", () -> new Activation(Function.CLIP, 1, 0)),
        impossible("cannot clip", () -> new Activation(Function.CLIP, Double.NaN, 0)),
        impossible("output padding", () -> transposed(8, 8, window(2, 2, 0), 2)),
        impossible("only constant", () -> new Pad(-1, 0, 0, 0, Pad.Mode.EDGE, 0)),
        impossible("padding of a pool", () -> pool(window(3, 1, 3), false)),
        impossible("dimensions must be positive", () -> new Reshape(List.of(2, 0))),
        impossible("too many values", () -> new Constant(List.of(1 << 30, 1 << 30, 1 << 30))),
        impossible("not an order of 3 axes", () -> new Permute(CUBE, List.of(0, 0, 1))),
        impossible("cannot multiply matrices", () -> new MatMul(CUBE, CUBE)),
        impossible("no axis 3", () -> new FreeSoftmax(CUBE, 3)),
        impossible("is not within", () -> new FreeSlice(CUBE, 1, 1, 5, 1)),
        impossible("cannot concatenate", () -> new FreeConcat(List.of(CUBE, List.of(2, 4, 1)), 0)),
        impossible(
            "axes must ascend", () -> new Reduce(Reduce.Kind.MAX, CUBE, List.of(1, 0), true)),
        impossible("cannot broadcast", () -> new Binary(Binary.Op.ADD, CUBE, List.of(3, 60))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("impossible")
  void refusesImpossibleLayers(String complaint, Supplier<Layer> layer) {
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(layer::get)
        .withMessageContaining(complaint);
  }

  @Test
  void countsParametersAndProducts() {
    Layer up = transposed(8, 4, new Window(3, 3, 2, 2, 1, 1), 1);
    assertThat(NetworkCounts.parameters(up)).isEqualTo(8 * 4 * 9 + 4);
    assertThat(NetworkCounts.macs(up, up.outputShape(List.of(MAP)))).isEqualTo(480 * 4 * 9);
    MatMul product = new MatMul(CUBE, List.of(60, 3));
    assertThat(NetworkCounts.macs(product, new Shape(2, 4, 3))).isEqualTo(2 * 4 * 3 * 60);
    assertThat(NetworkCounts.parameters(new LayerNorm(CUBE, 1, 1e-5))).isEqualTo(480);
    assertThat(NetworkCounts.parameters(new Constant(CUBE))).isEqualTo(480);
    assertThat(NetworkCounts.parameters(new PRelu(8))).isEqualTo(8);
    assertThat(NetworkCounts.parameters(new Scale(8, true))).isEqualTo(16);
  }

  @Test
  void severalOutputsMayBeReadInside() {
    NetworkBuilder builder = new NetworkBuilder(MAP);
    int relu = builder.relu(0);
    int pooled = builder.globalPool(relu);
    int linear = builder.linear(pooled, 3);
    Network network = builder.build("two", List.of(linear, relu));
    assertThat(network.outputs()).containsExactly(linear, relu);
    assertThat(network.classes()).isEqualTo(3);
    assertThat(network.output().id()).isEqualTo(linear);
    assertThat(network).isNotEqualTo(builder.build("two")).isNotEqualTo(null);
    assertThat(builder.build("two").outputs()).containsExactly(linear);
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(() -> builder.build("two", List.of(relu)))
        .withMessageContaining("layer linear: is read by nobody");
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(() -> builder.build("two", List.of(4)))
        .withMessageContaining("cannot put out nodes [4]");
  }

  /** Trainings that were kept are found by this text. */
  @Test
  void plainLayersReadAsBefore() {
    Window window = new Window(3, 3, 2, 2, 1, 1);
    assertThat(window)
        .hasToString(
            "Window[kernelHeight=3, kernelWidth=3, strideHeight=2, strideWidth=2, padHeight=1,"
                + " padWidth=1]");
    assertThat(new Pool(Pool.Kind.MAX, window, false))
        .hasToString("Pool[kind=MAX, window=" + window + ", countPadding=false]");
    assertThat(new Activation(Function.RELU)).hasToString("Activation[function=RELU]");
    assertThat(new Window(3, 3, 1, 1, 0, 0, 1, 1, 2, 2).toString())
        .contains("pads=0/0/1/1", "dilation=2x2");
  }

  @Test
  void windowsKnowTheirPadding() {
    Window uneven = new Window(3, 3, 2, 2, 0, 1, 1, 1, 2, 1);
    assertThat(uneven.symmetric()).isFalse();
    assertThat(uneven.dilated()).isTrue();
    assertThat(uneven.padWidth()).isEqualTo(1);
    assertThatExceptionOfType(IllegalStateException.class).isThrownBy(uneven::padHeight);
    assertThat(uneven.slideOver(MAP)).isEqualTo(new Shape(8, 2, 5));
  }

  private static Arguments fits(String expected, Layer layer, Shape... inputs) {
    return Arguments.of(expected, layer, Arrays.asList(inputs));
  }

  private static Arguments misfit(String complaint, Layer layer, Shape... inputs) {
    return Arguments.of(complaint, layer, Arrays.asList(inputs));
  }

  private static Arguments impossible(String complaint, Supplier<Layer> layer) {
    return Arguments.of(complaint, layer);
  }

  private static Window window(int kernel, int stride, int pad) {
    return Window.square(kernel, stride, pad);
  }

  private static Layer transposed(int in, int out, Window window, int outputPad) {
    return new TransposedConvolution(in, out, window, outputPad, outputPad, 1, true);
  }

  private static Layer huge() {
    return new TransposedConvolution(1, 1, window(4, 4, 0), 0, 0, 1, false);
  }

  private static Layer pool(Window window, boolean ceil) {
    return new Pool(Pool.Kind.MAX, window, false, ceil);
  }

  private static Layer resize(int height, int width) {
    return new Resize(
        Resize.Mode.NEAREST, height, width, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR);
  }
}
