package dev.notch.models.torchscript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.notch.models.NotchException;
import dev.notch.models.export.Comparison;
import dev.notch.models.export.Exporter;
import dev.notch.models.export.Format;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.Resize.Coordinates;
import dev.notch.models.graph.SpatialLayer.Resize.Rounding;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.onnx.OnnxSignature;
import dev.notch.models.onnx.OnnxSignature.Port;
import dev.notch.models.onnx.OnnxSignature.Precision;
import dev.notch.models.weights.Initializer;
import dev.notch.models.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What libtorch computes from the archives, beside what the network answers. */
class TorchScriptTest {
  private static final double SMALL = 2e-5;

  /** Resizing that PyTorch computes in the same way. */
  private static final List<String> RESIZES =
      List.of(
          "linear HALF_PIXEL",
          "linear PYTORCH_HALF_PIXEL",
          "linear ALIGN_CORNERS",
          "nearest ASYMMETRICFLOOR");

  @TempDir private Path folder;

  static List<String> zoo() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("zoo")
  void libtorchAnswersAsTheTen(String name) {
    Network network = Zoo.build(name, 10, new Shape(3, 32, 32));
    assertThat(write(network, OnnxOptions.DEFAULT).largest()).isLessThan(1e-4);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.notch.models.graph.ImportedNetworks#all")
  void libtorchComputesEveryLayerOrItIsRefused(Network network) {
    String name = network.name();
    if (name.matches("(linear|nearest) .*|scaled") && !RESIZES.contains(name)) {
      assertThatExceptionOfType(NotchException.class)
          .isThrownBy(() -> write(network, OnnxOptions.DEFAULT))
          .withMessageContaining(name + " cannot be written as TorchScript: layer (")
          .withMessageEndingWith("write ONNX instead");
      assertThat(file()).doesNotExist();
    } else {
      assertThat(write(network, OnnxOptions.DEFAULT).largest()).isLessThan(SMALL);
    }
  }

  @Test
  void takesAndGivesWhatTheOriginalDid() {
    NetworkBuilder net = new NetworkBuilder(new Shape(3, 8, 6));
    Resize twice =
        new Resize(
            Resize.Mode.NEAREST, 16, 12, Coordinates.HALF_PIXEL, Rounding.ROUND_PREFER_FLOOR);
    int map = net.add("up", twice, net.input());
    Network network = net.build("two", List.of(map, net.globalPool(net.relu(map))));
    OnnxSignature signature =
        new OnnxSignature(
            13,
            port("x", 8, 6, 3),
            true,
            List.of(port("map", 1, 3, 16, 12), port("mean", 3, 1, 1)),
            Optional.empty(),
            "N",
            false,
            "",
            "",
            Map.of());
    Comparison comparison = write(network, OnnxOptions.like(signature));
    assertThat(comparison.differences()).hasSize(2);
    assertThat(comparison.largest()).isLessThan(SMALL);
  }

  @Test
  void writesTheSameBytesTwiceAndSaysWhereTheyComeFrom() throws IOException {
    Network network = Zoo.build("mobilenet", 10, new Shape(3, 32, 32));
    OnnxOptions options = OnnxOptions.DEFAULT.withMetadata(Map.of("notch.seed", "3"));
    write(network, options);
    byte[] bytes = Files.readAllBytes(file());
    write(network, options);
    assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
    try (ZipFile zip = new ZipFile(file().toFile());
        InputStream extra = zip.getInputStream(zip.getEntry("model/extra/notch"))) {
      assertThat(new String(extra.readAllBytes(), StandardCharsets.UTF_8))
          .contains("notch.network=mobilenet\n", "notch.seed=3\n");
    }
  }

  @Test
  void refusesHalfPrecision() {
    Network network = Zoo.build("mobilenet", 10, new Shape(3, 32, 32));
    assertThatExceptionOfType(NotchException.class)
        .isThrownBy(() -> write(network, OnnxOptions.DEFAULT.withHalf(true)))
        .withMessageContaining("single precision only");
  }

  private static Port port(String name, Integer... dims) {
    return new Port(name, List.of(dims), Precision.FLOAT32);
  }

  private Comparison write(Network network, OnnxOptions options) {
    return new Exporter(network, Initializer.scattered(network, 3), options)
        .write(Format.TORCHSCRIPT, file());
  }

  private Path file() {
    return folder.resolve("model.pt");
  }
}
