package dev.notch.models.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.graph.ImageSize;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.OnnxReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that say 0 or a name where the height and width of images should be. */
class OpenSizeTest {
  private static final ImageSize WANTED = new ImageSize(6, 10);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"3,0,0,3", "0,0,0,3", "1,0,0,1", "0,0,1,1", "0,0,3,3", "5,6,0,5"})
  void takesTheSizeThatItIsGiven(int first, int second, int third, int channels)
      throws IOException {
    Path file = file(first, second, third);

    assertThat(OnnxReader.read(file, WANTED).network().inputShape())
        .isEqualTo(new Shape(channels, 6, 10));
  }

  @Test
  void saysHowToGiveIt() throws IOException {
    Path file = file(3, 0, 0);

    assertThatThrownBy(() -> OnnxReader.read(file))
        .isInstanceOf(NotchException.class)
        .hasMessageContainingAll("leaves the size of its input x open", "--input-size");
  }

  @Test
  void refusesASizeThatTheFileContradicts() throws IOException {
    Path file = file(3, 8, 0);

    assertThatThrownBy(() -> OnnxReader.read(file, WANTED))
        .isInstanceOf(NotchException.class)
        .hasMessageContainingAll("images of 6x10", "[3, 8, 0]");
  }

  private Path file(int... dims) throws IOException {
    HandMade made = new HandMade(1, 13, dims);
    made.output(made.node("Relu", List.of("x")));
    return Files.write(folder.resolve("open.onnx"), made.bytes());
  }
}
