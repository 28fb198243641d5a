package dev.notch.models.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.zoo.Zoo;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The ten networks written as ONNX and read back are the same networks. */
class ZooRoundTripTest {
  private static final Shape IMAGE = new Shape(3, 32, 32);
  private static final long SEED = 3;

  static List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsBackWhatWasWritten(String name) {
    Network network = Zoo.build(name, 10, IMAGE);
    Weights weights = Initializer.scattered(network, SEED);

    ImportedNetwork read =
        ModelReader.read(OnnxWriter.toBytes(network, weights), Path.of(name + ".onnx"));

    assertThat(read.network().name()).isEqualTo(network.name());
    assertThat(layers(read.network())).containsExactlyElementsOf(layers(network));
    assertThat(names(read.network())).containsExactlyElementsOf(names(network));
    assertThat(groups(read.network())).isEqualTo(groups(network));
    read.weights().verifyFor(read.network());
    assertThat(difference(network, weights, read)).isLessThan(1e-4);
  }

  /** All but what is folded away or does nothing when a network answers. */
  private static List<Node> essential(Network network) {
    return network.nodes().stream()
        .filter(
            node ->
                !(node.layer() instanceof BatchNorm || node.layer() instanceof Dropout)
                    && (node.id() == 0
                        || !(node.layer() instanceof Layer.Flatten)
                        || network.shape(node.input()).area() > 1))
        .toList();
  }

  /** Kinds and shapes; a convolution has a bias once its batch normalisation is folded into it. */
  private static List<String> layers(Network network) {
    return essential(network).stream()
        .map(
            node ->
                node.layer().toString().replaceAll(", bias=(true|false)", "")
                    + " "
                    + network.shape(node.id()))
        .toList();
  }

  private static List<String> names(Network network) {
    return essential(network).stream().map(Node::name).toList();
  }

  /** The widths of the channel groups by name. */
  private static Map<String, Integer> groups(Network network) {
    ChannelGroups groups = ChannelGroups.of(network);
    return groups.toMap(groups.full());
  }

  /** max|a - b| / max|a|. */
  private static double difference(Network network, Weights weights, ImportedNetwork read) {
    float[] images = new float[2 * (int) IMAGE.size()];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    float[] expected = logits(network, weights, images);
    float[] actual = logits(read.network(), read.weights(), images);
    assertThat(actual).hasSameSizeAs(expected);
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs((double) expected[i] - actual[i]));
      largest = Math.max(largest, Math.abs((double) expected[i]));
    }
    return worst / largest;
  }

  private static float[] logits(Network network, Weights weights, float[] images) {
    try (Inference inference = new Inference(network, weights)) {
      return inference.logits(images);
    }
  }
}
