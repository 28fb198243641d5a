package dev.notch.profiler.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Initializer;
import dev.notch.models.zoo.Zoo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignModelTest {
  private static final List<Integer> DIMS = List.of(3, 32, 32);

  @TempDir private Path folder;

  @Test
  void putsOutWhatTheFileNames() {
    ForeignModel model = new ForeignModel(file(), DIMS, 1);
    assertThat(model.outputNames()).containsExactly("logits");
    assertThat(model.outputs(new float[3 * 32 * 32]).get("logits")).hasSize(4);
    model.run();
    model.close();
    model.close();
    assertThatThrownBy(model::run).hasMessageContaining("is closed");
  }

  /** A session is native memory: nobody else could give it back. */
  @Test
  void closesTheSessionOfAFileThatDoesNotFit() throws OrtException {
    Path file = file();
    NativeSession opened =
        NativeSession.open(
            1,
            OptLevel.NO_OPT,
            NativeSession.Setting.NONE,
            (environment, options) -> environment.createSession(file.toString(), options));

    assertThatThrownBy(() -> new ForeignModel(file, List.of(3, 32), opened))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("is no batch of [3, 32]");
    assertThatThrownBy(() -> opened.session().getInputInfo())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> opened.options().setIntraOpNumThreads(1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void saysWhatItCannotLoad() throws IOException {
    Path text = Files.writeString(folder.resolve("text.onnx"), "text", StandardCharsets.UTF_8);

    assertThatThrownBy(() -> new ForeignModel(text, DIMS, 1))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("ONNX Runtime cannot load " + text);
  }

  private Path file() {
    Network network = Zoo.build("mobilenet", 4, new Shape(3, 32, 32));
    Path file = folder.resolve("net.onnx");
    OnnxWriter.write(network, Initializer.initialize(network, 1), file);
    return file;
  }
}
