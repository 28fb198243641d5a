package dev.notch.compressor.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.training.Trainer.Trained;
import dev.notch.models.ToolVersion;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.Normalization;
import dev.notch.models.djl.Torch;
import dev.notch.models.files.AtomicFile;
import java.nio.file.Path;

/**
 * Where trained weights come from and how good they are; stored beside them as JSON.
 *
 * @param input channels x height x width
 * @param seconds of training, evaluation not included
 */
public record TrainingReport(
    int format,
    String tool,
    String runtime,
    String model,
    int classes,
    String input,
    Data data,
    Recipe recipe,
    int threads,
    long steps,
    double seconds,
    double imagesPerSecond,
    Accuracy accuracy) {
  /** Version of the stored form. */
  public static final int FORMAT = 1;

  /** Which pictures, and how the network sees them. */
  public record Data(
      String name, String description, String fingerprint, Normalization normalization) {}

  /** Top-1 accuracy, 0 to 1, and on how many pictures it was measured. */
  public record Accuracy(double validation, int validationImages, double test, int testImages) {}

  static TrainingReport of(
      BaselineTrainer.Task task,
      int threads,
      Trained trained,
      Correctness validation,
      Correctness test) {
    DataSet data = task.data();
    int batch = new Steps(data.train().size(), task.recipe()).batch();
    return new TrainingReport(
        FORMAT,
        ToolVersion.NAME + " " + ToolVersion.version(),
        "pytorch " + Torch.version(),
        task.model(),
        data.classes(),
        task.network().inputShape().toString(),
        new Data(data.name(), data.description(), data.fingerprint(), data.normalization()),
        task.recipe(),
        threads,
        trained.steps(),
        trained.seconds(),
        trained.steps() * batch / trained.seconds(),
        new Accuracy(validation.accuracy(), validation.images(), test.accuracy(), test.images()));
  }

  /** The report in JSON. */
  public String json() {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    try {
      return mapper.writeValueAsString(this) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report of plain values can always be written", e);
    }
  }

  void write(Path file) {
    AtomicFile.writeText(file, json());
  }
}
