package dev.notch.models.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer kind against loops in double precision. */
class NetworkBlockTest {
  private static final Shape INPUT = new Shape(6, 7, 5);

  /** What a case builds behind the input; a head that mixes everything follows. */
  private interface Body {
    int build(NetworkBuilder b, int x);
  }

  static List<Arguments> bodies() {
    return List.of(
        body("convolution", (b, x) -> b.conv(x, 8, Window.square(3, 2, 1), 1, true)),
        body("pointwise", (b, x) -> b.conv(x, 9, Window.square(1, 1, 0), 1, false)),
        body("padded pointwise", (b, x) -> b.conv(x, 4, Window.square(1, 1, 1), 1, true)),
        body("grouped", (b, x) -> b.conv(x, 9, Window.square(3, 1, 1), 3, true)),
        body("depthwise", (b, x) -> b.depthwise(x, Window.square(3, 2, 1), true)),
        body("asymmetric", (b, x) -> b.conv(x, 5, new Window(1, 3, 2, 1, 0, 1), 1, false)),
        body("batch norm", (b, x) -> b.batchNorm(x)),
        body("relu", (b, x) -> b.relu(x)),
        body("relu6", (b, x) -> b.activation(b.conv(x, 6, wide(), 1, true), Function.RELU6)),
        body("sigmoid", (b, x) -> b.activation(x, Function.SIGMOID)),
        body("max pool", (b, x) -> b.maxPool(x, Window.square(3, 2, 1))),
        body("counting average", (b, x) -> b.averagePool(x, Window.square(3, 2, 1), true)),
        body("honest average", (b, x) -> b.averagePool(x, Window.square(3, 1, 1), false)),
        body("add", (b, x) -> b.addition(x, b.relu(x), b.batchNorm(x))),
        body("same twice", (b, x) -> b.addition(x, x)),
        body("concat", (b, x) -> b.concat(b.relu(x), x, b.conv(x, 3, wide(), 1, false))),
        body("gate", NetworkBlockTest::gate),
        body("split", NetworkBlockTest::splitAndSwap),
        body("shuffle", (b, x) -> b.shuffle(x, 3)),
        body("vectors", NetworkBlockTest::vectors),
        body("dropout", (b, x) -> b.dropout(b.dropout(x, 0.5, false), 0.5, true)));
  }

  private static Arguments body(String name, Body body) {
    return Arguments.of(name, body);
  }

  private static Window wide() {
    return Window.same(3, 3);
  }

  private static int gate(NetworkBuilder b, int x) {
    int hidden = b.relu(b.linear(b.globalPool(x), 2));
    return b.multiply(x, b.activation(b.linear(hidden, 6), Function.SIGMOID));
  }

  private static int splitAndSwap(NetworkBuilder b, int x) {
    List<Integer> parts = b.split(b.relu(x), 2);
    return b.concat(b.conv(parts.get(1), 3, wide(), 1, true), parts.get(0));
  }

  private static int vectors(NetworkBuilder b, int x) {
    int wide = b.linear(b.flatten(x), 4);
    int map = b.conv(b.batchNorm(b.globalPool(x)), 4, Window.square(1, 1, 0), 1, true);
    return b.addition(wide, map, b.dropout(wide, 0.5, false));
  }

  private static Network network(Body body) {
    NetworkBuilder b = new NetworkBuilder(INPUT);
    int x = body.build(b, b.input());
    b.linear(b.flatten(x), 3);
    return b.build("case");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void matchesLoopsInDoublePrecision(String name, Body body) {
    for (long seed = 1; seed <= 3; seed++) {
      Network network = network(body);
      Weights weights = Initializer.scattered(network, seed);
      double[] pictures = pictures(2, seed);
      double[] expected = expected(network, weights, pictures);
      try (Inference exact = Inference.exact(network, weights)) {
        assertThat(Pictures.error(expected, exact.logits(pictures)))
            .as("%s, seed %d", name, seed)
            .isLessThan(1e-12);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void singlePrecisionMatchesInBothLayouts(String name, Body body) {
    Network network = network(body);
    Weights weights = Initializer.scattered(network, 5);
    double[] pictures = pictures(2, 5);
    double[] expected = expected(network, weights, pictures);
    for (Layout layout : Layout.values()) {
      UnaryOperator<double[]> order = p -> layout == Layout.NHWC ? Pictures.nhwc(p, INPUT) : p;
      try (Inference single = new Inference(network, weights, DataType.FLOAT32, layout)) {
        double[] actual = single.logits(order.apply(pictures));
        assertThat(Pictures.error(expected, actual)).as("%s, %s", name, layout).isLessThan(1e-5);
      }
    }
  }

  private static double[] expected(Network network, Weights weights, double[] pictures) {
    int size = Math.toIntExact(INPUT.size());
    double[] logits = new double[pictures.length / size * network.classes()];
    for (int i = 0; i < pictures.length / size; i++) {
      double[] picture = java.util.Arrays.copyOfRange(pictures, i * size, (i + 1) * size);
      double[] row = Reference.run(network, weights, picture);
      System.arraycopy(row, 0, logits, i * row.length, row.length);
    }
    return logits;
  }

  private static double[] pictures(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(count * INPUT.size(), -2, 2).toArray();
  }
}
