package dev.notch.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers in places where the ten networks do not have them: ranks, unfolded norms, odd windows. */
class OnnxLayersTest {
  private static final Shape IMAGE = new Shape(6, 9, 7);
  private static final Map<String, Consumer<NetworkBuilder>> NETWORKS = new LinkedHashMap<>();

  static {
    NETWORKS.put("normFirst", net -> head(net, net.conv(net.batchNorm(0), 4, odd(), 2, true)));
    NETWORKS.put("normTwice", net -> head(net, net.batchNorm(net.convBn(0, 4, odd(), 1, false))));
    NETWORKS.put("sharedConv", OnnxLayersTest::sharedConvolution);
    NETWORKS.put("normOfVector", OnnxLayersTest::normOfVector);
    NETWORKS.put("gates", OnnxLayersTest::gates);
    NETWORKS.put("mixedRanks", OnnxLayersTest::mixedRanks);
    NETWORKS.put("pools", OnnxLayersTest::pools);
    NETWORKS.put("threeParts", OnnxLayersTest::threeParts);
    NETWORKS.put("vectors", OnnxLayersTest::vectors);
    NETWORKS.put("flattenedMap", net -> net.linear(net.flatten(net.relu(0)), 5));
    NETWORKS.put("mapAtTheEnd", net -> net.conv(0, 4, odd(), 2, true));
    NETWORKS.put("poolAtTheEnd", net -> net.globalPool(net.relu(0)));
  }

  static List<String> networks() {
    return List.copyOf(NETWORKS.keySet());
  }

  @ParameterizedTest
  @MethodSource("networks")
  void onnxRuntimeAgreesWithPyTorch(String name) throws OrtException {
    NetworkBuilder builder = new NetworkBuilder(IMAGE);
    NETWORKS.get(name).accept(builder);
    Network network = builder.build(name);
    Weights weights = Initializer.scattered(network, 11);
    float[] images = Pictures.random(IMAGE, 3, 12);

    float[] expected;
    try (Inference inference = new Inference(network, weights)) {
      expected = inference.logits(images);
    }
    float[] actual =
        Ort.run(OnnxWriter.toBytes(network, weights), Pictures.channelsFirst(images, IMAGE), IMAGE);

    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as(name + " " + i).isCloseTo(expected[i], within(expected));
    }
  }

  private static Offset<Float> within(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return Offset.offset(largest * 1e-5f);
  }

  private static Window odd() {
    return new Window(3, 2, 2, 1, 1, 0);
  }

  private static void head(NetworkBuilder net, int from) {
    net.linear(net.globalPool(net.relu(from)), 5);
  }

  private static void sharedConvolution(NetworkBuilder net) {
    int conv = net.conv(0, 4, odd(), 1, true);
    head(net, net.addition(net.batchNorm(conv), conv, net.relu(conv)));
  }

  private static void normOfVector(NetworkBuilder net) {
    int vector = net.linear(net.globalPool(0), 8);
    int norm = net.batchNorm(net.relu(net.batchNorm(vector)));
    net.linear(net.activation(norm, Function.RELU6), 5);
  }

  private static void gates(NetworkBuilder net) {
    int gate = net.activation(net.linear(net.globalPool(0), 6), Function.SIGMOID);
    int map = net.multiply(net.multiply(0, gate), gate);
    net.linear(net.multiply(net.globalPool(map), gate), 5);
  }

  private static void mixedRanks(NetworkBuilder net) {
    int map = net.globalPool(0);
    int vector = net.linear(map, 6);
    int sum = net.addition(vector, map);
    int joined = net.concat(map, sum, vector);
    net.conv(net.concat(vector, joined), 5, Window.same(1, 1), 1, true);
  }

  private static void pools(NetworkBuilder net) {
    int max = net.maxPool(0, new Window(3, 2, 2, 2, 1, 1));
    int counted = net.averagePool(max, Window.square(3, 1, 1), true);
    head(net, net.averagePool(counted, Window.square(3, 2, 1), false));
  }

  private static void threeParts(NetworkBuilder net) {
    List<Integer> parts = net.split(net.conv(0, 9, odd(), 3, true), 3);
    int back = net.concat(parts.get(2), net.relu(parts.get(0)), parts.get(1));
    net.linear(net.dropout(net.globalPool(net.shuffle(back, 3)), 0.5, true), 5);
  }

  private static void vectors(NetworkBuilder net) {
    List<Integer> parts = net.split(net.shuffle(net.linear(net.globalPool(0), 8), 4), 2);
    int pooled =
        net.averagePool(net.maxPool(parts.get(1), Window.same(1, 1)), Window.same(1, 1), true);
    net.flatten(net.flatten(net.addition(net.flatten(pooled), parts.get(0))));
  }
}
