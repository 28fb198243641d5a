package dev.notch.timing.holdout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notch.models.files.AtomicFile;
import java.nio.file.Path;
import java.util.List;

/** How good the timing models of a device are, runtime by runtime. */
public record Evaluation(Origin origin, List<RuntimeEvaluation> runtimes) {

  /**
   * Where an evaluation comes from: enough to make it again.
   *
   * @param tool version of Notch
   * @param command as it was typed
   * @param device fingerprint of the device
   * @param deviceText the device for people
   * @param threads that ran what was measured
   * @param effort of the profile that was learned from
   * @param seed of the profile, and of what is drawn to evaluate it
   * @param testSeed of the test networks' widths
   * @param variants test networks of each family besides the one at full width
   */
  public record Origin(
      String tool,
      String command,
      String device,
      String deviceText,
      int threads,
      String effort,
      long seed,
      long testSeed,
      int variants) {}

  public Evaluation {
    runtimes = List.copyOf(runtimes);
    if (runtimes.isEmpty()) {
      throw new IllegalArgumentException("an evaluation needs a runtime");
    }
  }

  /** The figures that programs ask for: errors and shares in percent. */
  public ObjectNode figures() {
    return EvaluationJson.figures(this);
  }

  /** The report for people. */
  public String text() {
    return EvaluationText.of(this);
  }

  /**
   * Writes {@code evaluation.json}, {@code evaluation.txt}, {@code layers.csv}, {@code
   * networks.csv} and {@code learning-curve.csv}.
   *
   * @throws dev.notch.models.NotchException if the folder cannot be written
   */
  public void write(Path folder) {
    AtomicFile.writeText(folder.resolve("evaluation.json"), EvaluationJson.text(this));
    AtomicFile.writeText(folder.resolve("evaluation.txt"), text());
    AtomicFile.writeText(folder.resolve("layers.csv"), EvaluationTables.layers(this));
    AtomicFile.writeText(folder.resolve("networks.csv"), EvaluationTables.networks(this));
    AtomicFile.writeText(folder.resolve("learning-curve.csv"), EvaluationTables.curve(this));
  }
}
