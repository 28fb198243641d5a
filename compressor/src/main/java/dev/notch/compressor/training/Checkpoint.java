package dev.notch.compressor.training;

import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import dev.notch.models.weights.Safetensors;
import dev.notch.models.weights.Safetensors.Content;
import dev.notch.models.weights.Safetensors.Precision;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A training in the middle: weights, momentum, and how many steps are done. What the next step sees
 * follows from its number, so nothing else is needed to go on as if nothing had happened.
 *
 * @param steps finished ones
 * @param seconds of training so far
 * @param weights of the network in training
 * @param velocities of its parameters
 */
record Checkpoint(long steps, double seconds, Weights weights, Map<String, Tensor> velocities) {
  private static final String FORMAT = "1";
  private static final String VELOCITY = "velocity:";

  /** Replaces the file by this checkpoint. */
  void write(Path file, String task) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
    velocities.forEach((name, tensor) -> tensors.put(VELOCITY + name, tensor));
    Map<String, String> metadata = new TreeMap<>();
    metadata.put("format", FORMAT);
    metadata.put("tool", ToolVersion.NAME + " " + ToolVersion.version());
    metadata.put("task", task);
    metadata.put("steps", Long.toString(steps));
    metadata.put("seconds", Double.toString(seconds));
    Safetensors.write(file, new Weights(tensors), Precision.F32, metadata);
  }

  /**
   * The checkpoint in a file, if there is one.
   *
   * @param task key of the task that wants to go on
   * @throws NotchException if the file is damaged or belongs to another task
   */
  static Optional<Checkpoint> read(Path file, String task) {
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    Content content = Safetensors.read(file);
    Map<String, String> metadata = content.metadata();
    if (!FORMAT.equals(metadata.get("format")) || !task.equals(metadata.get("task"))) {
      throw new NotchException(
          "the checkpoint "
              + file
              + " belongs to another training (network, data, recipe or seed differ); remove it or"
              + " choose another folder");
    }
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Map<String, Tensor> velocities = new LinkedHashMap<>();
    content
        .weights()
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.startsWith(VELOCITY)) {
                velocities.put(name.substring(VELOCITY.length()), tensor);
              } else {
                weights.put(name, tensor);
              }
            });
    return Optional.of(
        new Checkpoint(
            number(file, metadata, "steps").longValue(),
            number(file, metadata, "seconds").doubleValue(),
            new Weights(weights),
            velocities));
  }

  private static Number number(Path file, Map<String, String> metadata, String key) {
    try {
      return Double.valueOf(metadata.getOrDefault(key, ""));
    } catch (NumberFormatException e) {
      throw new NotchException("the checkpoint " + file + " does not say its " + key, e);
    }
  }
}
