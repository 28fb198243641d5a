package dev.notch.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.notch.models.djl.Inference;
import dev.notch.models.graph.ImportedNetworks;
import dev.notch.models.graph.InvalidNetworkException;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What PyTorch computes for layers from elsewhere against ONNX Runtime on the written file. */
class ImportedOracleTest {
  private static final Shape IMAGE = ImportedNetworks.IMAGE;

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.notch.models.graph.ImportedNetworks#all")
  void onnxRuntimeAgreesWithPyTorch(Network network) throws OrtException {
    Weights weights = Initializer.scattered(network, 3);
    float[] images = Pictures.random(IMAGE, 3, 4);
    List<float[]> expected;
    try (Inference inference = new Inference(network, weights)) {
      expected = inference.outputs(images);
    }
    List<float[]> actual =
        Ort.outputs(
            OnnxWriter.toBytes(network, weights),
            Pictures.channelsFirst(images, IMAGE),
            IMAGE,
            OptLevel.ALL_OPT);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      Closeness.assertClose(actual.get(i), expected.get(i), 2e-5, network.name() + " output " + i);
    }
  }

  @Test
  void refusesWhatOnnxRuntimeDoesNotLoad() {
    Network network =
        ImportedNetworks.chain("even", List.of(new LocalResponseNorm(4, 0.3, 0.75, 1.5)));
    assertThatThrownBy(() -> OnnxWriter.toBytes(network, Initializer.scattered(network, 3)))
        .isInstanceOf(InvalidNetworkException.class)
        .hasMessageContaining("even, layer layer")
        .hasMessageContaining("odd size only, was 4");
  }
}
