package dev.notch.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.types.DataType;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.Result;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.TensorInfo;
import dev.notch.models.NotchException;
import dev.notch.models.djl.Inference;
import dev.notch.models.djl.Layout;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.Resize.Coordinates;
import dev.notch.models.graph.SpatialLayer.Resize.Rounding;
import dev.notch.models.graph.Window;
import dev.notch.models.onnx.OnnxSignature.Port;
import dev.notch.models.onnx.OnnxSignature.Precision;
import dev.notch.models.weights.HalfFloat;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import dev.notch.models.zoo.Zoo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that takes another one's place looks like it from outside and answers as the network. */
class OnnxSignatureTest {
  private static final int IMAGES = 2;
  private static final Shape IMAGE = new Shape(3, 8, 6);
  private static final double SINGLE = 2e-5;
  private static final double HALF = 1e-2;

  @TempDir private Path folder;

  @Test
  void keepsNamesOrderRanksAndMetadata() throws OrtException, IOException {
    Network network = heads();
    OnnxSignature signature =
        signature(
            port("images", 3, 8, 6),
            false,
            Optional.empty(),
            Precision.FLOAT32,
            port("conv", 2, 2, 8, 6),
            port("scores", 5),
            port("mean", 5, 1, 1));

    byte[] bytes = check(network, OnnxOptions.like(signature), SINGLE);

    ModelProto model = ModelProto.parseFrom(bytes);
    assertThat(model.getGraph().getName()).isEqualTo("main_graph");
    assertThat(metadata(model))
        .containsEntry("stride", "32")
        .containsEntry("notch.original.producer", "pytorch 2.7")
        .containsEntry("notch.network", "heads");
    OnnxSignature read = read(bytes).signature();
    assertThat(read.input()).isEqualTo(signature.input());
    assertThat(read.outputs()).isEqualTo(signature.outputs());
    assertThat(read.batchName()).isEqualTo("N");
  }

  @Test
  void keepsChannelsLastAtBothEnds() throws OrtException, IOException {
    NetworkBuilder net = new NetworkBuilder(IMAGE);
    int conv = net.conv(net.input(), 4, Window.same(3, 3), 1, true);
    net.add("Identity", new Permute(List.of(4, 8, 6), List.of(1, 2, 0)), conv);
    Network network = net.build("tf");
    OnnxSignature signature =
        signature(
            port("input:0", 8, 6, 3),
            true,
            Optional.of(IMAGES),
            Precision.FLOAT32,
            port("Identity:0", 8, 6, 4));

    byte[] bytes = check(network, OnnxOptions.like(signature), SINGLE);

    assertThat(read(bytes).signature().channelsLast()).isTrue();
    assertThat(read(bytes).network().inputShape()).isEqualTo(IMAGE);
  }

  @Test
  void keepsRowsAndVectors() throws OrtException {
    NetworkBuilder rows = new NetworkBuilder(new Shape(3, 40, 1));
    int conv = rows.convBn(rows.batchNorm(0), 4, new Window(5, 1, 2, 1, 2, 0), 1, false);
    Network signal = rows.build("signal", List.of(rows.linear(rows.flatten(conv), 2), conv));
    OnnxSignature one =
        signature(
            port("ecg", 3, 40),
            false,
            Optional.empty(),
            Precision.FLOAT32,
            port("class", 2),
            port("features", 4, 20));
    check(signal, OnnxOptions.like(one), SINGLE);

    NetworkBuilder vector = new NetworkBuilder(new Shape(7, 1, 1));
    vector.linear(vector.activation(vector.linear(0, 6), Function.GELU), 1);
    OnnxSignature scalar =
        signature(port("x", 7), false, Optional.empty(), Precision.FLOAT32, port("y"));
    check(vector.build("vector"), OnnxOptions.like(scalar), SINGLE);
  }

  @ParameterizedTest
  @EnumSource(value = Precision.class, names = "BFLOAT16", mode = EnumSource.Mode.EXCLUDE)
  void computesInHalfPrecisionBetweenTheEndsOfTheOriginal(Precision precision) throws OrtException {
    OnnxSignature signature =
        signature(
            new Port("x", List.of(3, 8, 6), precision),
            false,
            Optional.empty(),
            precision,
            port("maps", 4, 8, 6),
            port("scores", 5),
            port("mean", 5));
    OnnxOptions options = OnnxOptions.like(signature).withHalf(true);
    byte[] half = check(heads(), options, HALF);
    byte[] single = check(heads(), options.withHalf(false), HALF);
    assertThat(half.length).isLessThan(single.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenetv2", "shufflenetv2"})
  void halvesTheTen(String name) throws OrtException {
    Network network = Zoo.build(name, 10, new Shape(3, 32, 32));
    int whole = check(network, OnnxOptions.DEFAULT, 1e-4).length;
    int half = check(network, OnnxOptions.DEFAULT.withHalf(true), 0.1).length;
    assertThat(half).isLessThan(whole * 6 / 10);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 18, 20, 22, 24})
  void writesTheOpsetThatIsAskedFor(int opset) throws OrtException, IOException {
    NetworkBuilder net = new NetworkBuilder(new Shape(4, 8, 8));
    List<Integer> parts = net.split(net.relu(0), 2);
    int x = net.concat(parts.get(1), parts.get(0), net.input());
    for (Function f : List.of(Function.GELU, Function.GELU_TANH, Function.MISH, Function.SILU)) {
      x = net.activation(x, f);
    }
    x =
        net.add(
            "up",
            new Resize(Resize.Mode.LINEAR, 16, 16, Coordinates.HALF_PIXEL, Rounding.FLOOR),
            x);
    List<Integer> dims = List.of(8, 16, 16);
    net.add("largest", new Reduce(Reduce.Kind.MAX, dims, List.of(1), false), x);
    byte[] bytes = check(net.build("opsets"), OnnxOptions.DEFAULT.withOpset(opset), SINGLE);
    long written = ModelProto.parseFrom(bytes).getOpsetImport(0).getVersion();
    assertThat(written).isEqualTo(Math.max(17, opset));
  }

  @Test
  void takesTheOpsetThatALayerNeedsOrTheOriginalHad() throws OrtException, IOException {
    NetworkBuilder net = new NetworkBuilder(new Shape(4, 8, 8));
    Window holes = new Window(2, 2, 1, 1, 0, 0, 0, 0, 2, 2);
    net.add("mean", new Pool(Pool.Kind.AVERAGE, holes, true), net.input());
    byte[] bytes = check(net.build("holes"), OnnxOptions.DEFAULT, SINGLE);
    assertThat(ModelProto.parseFrom(bytes).getOpsetImport(0).getVersion()).isEqualTo(19);
  }

  @Test
  void refusesWhatHalfPrecisionCannotHold() {
    NetworkBuilder net = new NetworkBuilder(new Shape(1, 1, 1));
    net.linear(net.input(), 1);
    Weights large =
        new Weights(
            new TreeMap<>(
                Map.of(
                    "linear.weight", new Tensor(new int[] {1, 1}, new float[] {1e5f}),
                    "linear.bias", new Tensor(new int[] {1}, new float[] {0}))));
    assertThatExceptionOfType(NotchException.class)
        .isThrownBy(
            () -> OnnxWriter.toBytes(net.build("x"), large, OnnxOptions.DEFAULT.withHalf(true)))
        .withMessageContaining("linear.weight holds 100000.0, too large for half precision");
  }

  @Test
  void refusesTheSignatureOfAnotherNetworkAndUnknownOpsets() {
    OnnxSignature other =
        signature(
            port("x", 3, 8, 8), false, Optional.empty(), Precision.FLOAT32, port("a"), port("b"));
    Network network = heads();
    Weights weights = Initializer.scattered(network, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxWriter.toBytes(network, weights, OnnxOptions.like(other)))
        .withMessageContaining("heads does not fit");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxOptions.DEFAULT.withOpset(27))
        .withMessageContaining("27");
  }

  /** Three outputs: a map that is read on, scores, and what is called as an output is. */
  private static Network heads() {
    NetworkBuilder net = new NetworkBuilder(IMAGE);
    int scores = net.conv(net.input(), 4, Window.same(3, 3), 1, true);
    int mean = net.linear(net.globalPool(net.relu(scores)), 5);
    int range = net.add("scores", new ChannelRange(0, 5), net.relu(mean));
    int back =
        net.add(
            "mean",
            new Reshape(List.of(5)),
            net.add("clip", new Activation(Function.CLIP, 0, 3e38), mean));
    return net.build("heads", List.of(scores, range, back));
  }

  private static Port port(String name, Integer... dims) {
    return new Port(name, List.of(dims), Precision.FLOAT32);
  }

  private static OnnxSignature signature(
      Port input, boolean last, Optional<Integer> batch, Precision precision, Port... outputs) {
    List<Port> all = new ArrayList<>();
    for (Port output : outputs) {
      all.add(new Port(output.name(), output.dims(), precision));
    }
    return new OnnxSignature(
        13,
        input,
        last,
        all,
        batch,
        batch.isEmpty() ? "N" : "",
        false,
        "main_graph",
        "pytorch 2.7",
        Map.of("stride", "32"));
  }

  /** Runs the file on ONNX Runtime: names, ranks, shapes and values. */
  private static byte[] check(Network network, OnnxOptions options, double tolerance)
      throws OrtException {
    Weights weights = Initializer.scattered(network, 3);
    float[] images = numbers(IMAGES * Math.toIntExact(network.inputShape().size()));
    byte[] bytes = OnnxWriter.toBytes(network, weights, options);
    boolean last = options.signature().map(OnnxSignature::channelsLast).orElse(false);
    Layout layout = last ? Layout.NHWC : Layout.NCHW;
    List<float[]> expected;
    try (Inference inference = new Inference(network, weights, DataType.FLOAT32, layout)) {
      expected = inference.outputs(images);
    }
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (SessionOptions plain = new SessionOptions();
        OrtSession session = environment.createSession(bytes, plain);
        OnnxTensor input = input(environment, session, images);
        Result result =
            session.run(
                Map.<String, OnnxTensorLike>of(session.getInputNames().iterator().next(), input))) {
      options.signature().ifPresent(s -> assertEnds(session, s));
      for (int i = 0; i < expected.size(); i++) {
        float[] actual = floats(((OnnxTensor) result.get(i)));
        Closeness.assertClose(actual, expected.get(i), tolerance, network.name() + " output " + i);
      }
      return bytes;
    }
  }

  private static void assertEnds(OrtSession session, OnnxSignature signature) {
    try {
      assertThat(session.getOutputNames())
          .containsExactlyElementsOf(signature.outputs().stream().map(Port::name).toList());
      assertPort(
          session.getInputInfo().get(signature.input().name()), signature.input(), signature);
      for (Port output : signature.outputs()) {
        assertPort(session.getOutputInfo().get(output.name()), output, signature);
      }
    } catch (OrtException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertPort(NodeInfo info, Port port, OnnxSignature signature) {
    TensorInfo tensor = (TensorInfo) info.getInfo();
    List<Long> shape = new ArrayList<>(List.of((long) signature.batch().orElse(-1)));
    port.dims().forEach(size -> shape.add(size.longValue()));
    assertThat(tensor.getShape()).as(port.name()).containsExactly(shape.toArray(Long[]::new));
    assertThat(tensor.type).isEqualTo(type(port.precision()));
  }

  private static OnnxJavaType type(Precision precision) {
    return switch (precision) {
      case FLOAT32 -> OnnxJavaType.FLOAT;
      case FLOAT16 -> OnnxJavaType.FLOAT16;
      case BFLOAT16 -> OnnxJavaType.BFLOAT16;
      case FLOAT64 -> OnnxJavaType.DOUBLE;
    };
  }

  private static OnnxTensor input(OrtEnvironment environment, OrtSession session, float[] images)
      throws OrtException {
    TensorInfo info = (TensorInfo) session.getInputInfo().values().iterator().next().getInfo();
    long[] shape = info.getShape().clone();
    shape[0] = IMAGES;
    return switch (info.type) {
      case FLOAT16 -> {
        ByteBuffer halves =
            ByteBuffer.allocateDirect(images.length * Short.BYTES).order(ByteOrder.nativeOrder());
        for (float value : images) {
          halves.putShort(HalfFloat.of(value));
        }
        yield OnnxTensor.createTensor(environment, halves.rewind(), shape, OnnxJavaType.FLOAT16);
      }
      case DOUBLE -> {
        double[] doubles = new double[images.length];
        for (int i = 0; i < doubles.length; i++) {
          doubles[i] = images[i];
        }
        yield OnnxTensor.createTensor(environment, DoubleBuffer.wrap(doubles), shape);
      }
      default -> OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
    };
  }

  private static float[] floats(OnnxTensor tensor) {
    if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
      double[] values = new double[tensor.getDoubleBuffer().remaining()];
      tensor.getDoubleBuffer().get(values);
      float[] floats = new float[values.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static float[] numbers(int count) {
    SplittableRandom random = new SplittableRandom(4);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private ImportedNetwork read(byte[] bytes) throws IOException {
    Path file = folder.resolve("written.onnx");
    Files.write(file, bytes);
    return OnnxReader.read(file);
  }

  private static Map<String, String> metadata(ModelProto model) {
    Map<String, String> all = new TreeMap<>();
    model.getMetadataPropsList().forEach(p -> all.put(p.getKey(), p.getValue()));
    return all;
  }
}
