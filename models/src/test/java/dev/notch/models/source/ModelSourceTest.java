package dev.notch.models.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Initializer;
import dev.notch.models.zoo.Zoo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSourceTest {
  @TempDir private Path folder;

  @Test
  void aNameOfTheTenIsThatNetworkAndAPathIsAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("Mein Netz (2).ONNX"), "", StandardCharsets.UTF_8);

    assertThat(ModelSource.parse("vgg16")).isInstanceOf(ModelSource.Named.class);
    assertThat(ModelSource.parse("vgg16").name()).isEqualTo("vgg16");
    assertThat(ModelSource.parse(file.toString())).isEqualTo(new OnnxFile(file));
    assertThat(new OnnxFile(file).name()).isEqualTo("Mein_Netz__2_");
    assertThat(OnnxFile.nameOf(Path.of(".onnx"))).isEqualTo("network");
  }

  @Test
  void saysWhatIsWrongWithAName() {
    assertThatThrownBy(() -> ModelSource.parse("mobilnet"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("did you mean mobilenet?")
        .hasMessageContaining("ONNX file");
    assertThatThrownBy(() -> ModelSource.parse(folder.resolve("none.onnx").toString()))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("there is no file")
        .hasMessageContaining("none.onnx");
    assertThatThrownBy(() -> ModelSource.parse(folder.toString()))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("is a folder");
  }

  @Test
  void aNetworkIsCalledAsItsFile() {
    Network network = Zoo.build("mobilenet", 5, new Shape(3, 32, 32));
    Path file = folder.resolve("mine.onnx");
    OnnxWriter.write(network, Initializer.initialize(network, 1), file);

    ImportedNetwork read = new OnnxFile(file).read();

    assertThat(read.network().name()).isEqualTo("mine");
    assertThat(read.network().classes()).isEqualTo(5);
    read.weights().verifyFor(read.network());
  }
}
