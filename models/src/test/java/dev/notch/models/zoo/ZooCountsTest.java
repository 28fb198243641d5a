package dev.notch.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkCounts;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every number of the reference networks (resources: architectures/SOURCE.md). */
class ZooCountsTest {
  private static final Shape IMAGE = new Shape(3, 32, 32);

  static List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasTheCountsOfTheReference(String name) throws IOException {
    Map<String, Number> expected = new LinkedHashMap<>();
    Iterator<Map.Entry<String, JsonNode>> fields = expected(name).properties().iterator();
    fields.forEachRemaining(field -> expected.put(field.getKey(), number(field.getValue())));

    assertThat(counts(name, Zoo.build(name, 100, IMAGE)))
        .as(name)
        .containsExactlyInAnyOrderEntriesOf(expected);
  }

  @ParameterizedTest
  @MethodSource("names")
  void hasTheConvolutionsAndLinearLayersOfTheReference(String name) throws IOException {
    Network network = Zoo.build(name, 100, IMAGE);

    List<String> layers =
        network.nodes().stream().flatMap(node -> describe(network, node)).toList();

    assertThat(layers).containsExactlyInAnyOrderElementsOf(expectedLayers(name));
  }

  private static Map<String, Number> counts(String name, Network network) {
    Map<String, Number> counts = new LinkedHashMap<>();
    counts.put("params", network.counts().parameters());
    counts.put("macs", network.counts().macs());
    counts.put("conv_macs", macs(network, Convolution.class::isInstance));
    counts.put("linear_macs", macs(network, Linear.class::isInstance));
    layerKinds()
        .forEach(
            (kind, condition) -> counts.put(kind, (long) NetworkCounts.count(network, condition)));
    counts.put("published_top1_error_percent", Zoo.entry(name).top1Error());
    counts.put("published_top5_error_percent", Zoo.entry(name).top5Error());
    return counts;
  }

  private static Map<String, Predicate<Layer>> layerKinds() {
    Map<String, Predicate<Layer>> kinds = new LinkedHashMap<>();
    kinds.put("conv2d", Convolution.class::isInstance);
    kinds.put("conv_depthwise", convolution(Convolution::depthwise));
    kinds.put("conv_grouped_other", convolution(c -> c.groups() > 1 && !c.depthwise()));
    kinds.put("conv_with_bias", convolution(Convolution::bias));
    kinds.put("batchnorm", BatchNorm.class::isInstance);
    kinds.put("linear", Linear.class::isInstance);
    kinds.put("add", Add.class::isInstance);
    kinds.put("mul", Multiply.class::isInstance);
    kinds.put("relu", new Activation(Function.RELU)::equals);
    kinds.put("relu6", new Activation(Function.RELU6)::equals);
    kinds.put("sigmoid", new Activation(Function.SIGMOID)::equals);
    kinds.put("split", Split.class::isInstance);
    kinds.put("channel_shuffle", Shuffle.class::isInstance);
    kinds.put("maxpool", layer -> layer instanceof Pool p && p.kind() == Pool.Kind.MAX);
    kinds.put("avgpool", layer -> layer instanceof Pool p && p.kind() == Pool.Kind.AVERAGE);
    kinds.put("globalpool", GlobalPool.class::isInstance);
    kinds.put("dropout", Dropout.class::isInstance);
    kinds.put("concat", Concat.class::isInstance);
    return kinds;
  }

  private static Predicate<Layer> convolution(Predicate<Convolution> condition) {
    return layer -> layer instanceof Convolution c && condition.test(c);
  }

  private static long macs(Network network, Predicate<Layer> condition) {
    return network.nodes().stream()
        .filter(node -> condition.test(node.layer()))
        .mapToLong(node -> NetworkCounts.macs(node.layer(), network.shape(node.id())))
        .sum();
  }

  /** One line as in layers/*.csv, without the index. */
  private static Stream<String> describe(Network network, Node node) {
    Shape out = network.shape(node.id());
    if (node.layer() instanceof Linear linear) {
      return Stream.of(
          join("Linear", linear.in(), linear.out(), "", "", "", 1, flag(linear.bias()))
              + ","
              + sizes(network, node, out));
    }
    if (node.layer() instanceof Convolution c) {
      Window w = c.window();
      return Stream.of(
          join(
                  "Conv2d",
                  c.in(),
                  c.out(),
                  w.kernelHeight() + "x" + w.kernelWidth(),
                  w.strideHeight() + "x" + w.strideWidth(),
                  w.padHeight() + "x" + w.padWidth(),
                  c.groups(),
                  flag(c.bias()))
              + ","
              + sizes(network, node, out));
    }
    return Stream.empty();
  }

  private static String sizes(Network network, Node node, Shape out) {
    Shape in = network.inputShapes(node).get(0);
    return join(
        in.height(),
        in.width(),
        out.height(),
        out.width(),
        NetworkCounts.parameters(node.layer()),
        NetworkCounts.macs(node.layer(), out));
  }

  private static int flag(boolean value) {
    return value ? 1 : 0;
  }

  private static String join(Object... fields) {
    return String.join(",", Stream.of(fields).map(String::valueOf).toList());
  }

  private static Number number(JsonNode node) {
    return node.isIntegralNumber() ? (Number) node.longValue() : (Number) node.doubleValue();
  }

  private static JsonNode expected(String name) throws IOException {
    try (InputStream in = resource("expected.json")) {
      return new ObjectMapper().readTree(in).required(name);
    }
  }

  private static List<String> expectedLayers(String name) throws IOException {
    try (InputStream in = resource("layers/layers_" + name + ".csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().skip(1).map(line -> line.substring(line.indexOf(',') + 1)).toList();
    }
  }

  private static InputStream resource(String path) {
    InputStream in = ZooCountsTest.class.getResourceAsStream("/architectures/" + path);
    assertThat(in).as(path).isNotNull();
    return in;
  }
}
