package dev.notch.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A network that breaks a rule is refused by a message that names the layer. */
class NetworkTest {
  private static final Shape IMAGE = new Shape(6, 8, 8);
  private static final Layer RELU = new Activation(Function.RELU);

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("expected 5 channels, got 6x8x8", new Node[] {bad(convolution(5, 4), 0)}),
        Arguments.of("expected 7 channels", new Node[] {bad(new BatchNorm(7, 1e-5, 0.1), 0)}),
        Arguments.of("takes a vector, got 6x8x8", new Node[] {bad(new Linear(384, 2, true), 0)}),
        Arguments.of(
            "expected 5 channels",
            new Node[] {ok(new GlobalPool(), 0), bad(new Linear(5, 2, true), 1)}),
        Arguments.of(
            "cannot add 4x8x8 and 6x8x8",
            new Node[] {ok(convolution(6, 4), 0), bad(new Add(), 1, 0)}),
        Arguments.of(
            "cannot concatenate 6x1x1 and 6x8x8",
            new Node[] {ok(new GlobalPool(), 0), bad(new Concat(), 1, 0)}),
        Arguments.of(
            "a gate for 4x8x8 cannot be 6x8x8",
            new Node[] {ok(convolution(6, 4), 0), bad(new Multiply(), 1, 0)}),
        Arguments.of("6 channels cannot be dealt into 4", new Node[] {bad(new Split(4), 0)}),
        Arguments.of("6 channels cannot be dealt into 4", new Node[] {bad(new Shuffle(4), 0)}),
        Arguments.of("kernel 9 does not fit in 8", new Node[] {bad(pool(9), 0)}),
        Arguments.of("Add cannot take 1 inputs", new Node[] {bad(new Add(), 0)}),
        Arguments.of("Multiply cannot take 3 inputs", new Node[] {bad(new Multiply(), 0, 0, 0)}),
        Arguments.of("Activation cannot take 2 inputs", new Node[] {bad(RELU, 0, 0)}),
        Arguments.of("Activation cannot take 0 inputs", new Node[] {bad(RELU)}),
        Arguments.of(
            "reads node 2, which is not before it", new Node[] {bad(RELU, 2), ok(RELU, 1)}),
        Arguments.of("reads node 1, which is not before it", new Node[] {bad(RELU, 1)}),
        Arguments.of("reads node -1, which is not before it", new Node[] {bad(RELU, -1)}),
        Arguments.of("is read by nobody", new Node[] {bad(RELU, 0), ok(RELU, 0)}),
        Arguments.of("is a second input", new Node[] {bad(new Input(IMAGE)), ok(RELU, 1)}),
        Arguments.of("must read a split", new Node[] {bad(new Slice(0, 2), 0)}),
        Arguments.of("is read by nobody", new Node[] {bad(new Split(2), 0)}),
        Arguments.of("without being a slice of 2", new Node[] {ok(new Split(2), 0), bad(RELU, 1)}),
        Arguments.of(
            "without being a slice of 2",
            new Node[] {ok(new Split(2), 0), bad(new Slice(0, 3), 1)}));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void refusesBrokenRulesByName(String complaint, Node[] layers) {
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(() -> network(layers))
        .withMessageStartingWith("net, layer bad: ")
        .withMessageContaining(complaint);
  }

  @Test
  void refusesTwoLayersOfOneName() {
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(() -> network(bad(RELU, 0), bad(RELU, 1)))
        .withMessage("net, layer bad: is not the only one of that name");
  }

  @Test
  void refusesIdsOutOfPlace() {
    List<Node> nodes =
        List.of(
            new Node(0, "input", new Input(IMAGE), List.of()),
            new Node(2, "bad", RELU, List.of(0)));
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(() -> new Network("net", nodes))
        .withMessage("net, layer bad: has id 2 at 1");
  }

  @Test
  void refusesNamelessLayersAndNetworksWithoutAnInput() {
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(() -> new Node(3, " ", RELU, List.of(0)))
        .withMessageContaining("node 3 has no name");
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(() -> new Network("net", List.of(new Node(0, "a", RELU, List.of()))))
        .withMessageContaining("must start with an input");
  }

  @Test
  void refusesSizesBeyondIntegers() {
    assertThatExceptionOfType(InvalidNetworkException.class)
        .isThrownBy(
            () -> {
              NetworkBuilder builder = new NetworkBuilder(new Shape(3, 40_000, 40_000));
              builder.flatten(builder.input());
            })
        .withMessageContaining("layer flatten");
  }

  @Test
  void knowsShapesAndReaders() {
    Network network =
        network(ok(convolution(6, 4), 0), ok(RELU, 1), ok(new Add(), 2, 1), ok(new Add(), 3, 3));
    assertThat(network.inputShape()).isEqualTo(IMAGE);
    assertThat(network.shape(4)).isEqualTo(new Shape(4, 8, 8));
    assertThat(network.consumers(1)).containsExactly(2, 3);
    assertThat(network.consumers(3)).containsExactly(4, 4);
    assertThat(network.inputShapes(network.node(3))).hasSize(2);
    assertThat(network.output().id()).isEqualTo(4);
  }

  private static Network network(Node... layers) {
    Node[] all = new Node[layers.length + 1];
    all[0] = new Node(0, "input", new Input(IMAGE), List.of());
    for (int i = 0; i < layers.length; i++) {
      String name = layers[i].name().equals("bad") ? "bad" : "ok" + i;
      all[i + 1] = new Node(i + 1, name, layers[i].layer(), layers[i].inputs());
    }
    return new Network("net", List.of(all));
  }

  private static Node ok(Layer layer, Integer... inputs) {
    return new Node(0, "ok", layer, List.of(inputs));
  }

  private static Node bad(Layer layer, Integer... inputs) {
    return new Node(0, "bad", layer, List.of(inputs));
  }

  private static Layer convolution(int in, int out) {
    return new Convolution(in, out, Window.same(3, 3), 1, false);
  }

  private static Layer pool(int kernel) {
    return new Pool(Pool.Kind.MAX, Window.square(kernel, 1, 0), false);
  }
}
