package dev.notch.compressor.training;

import dev.notch.models.data.Images;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Tells trainings apart by content, so that a checkpoint is never continued by another one. */
final class TaskKey {
  private final MessageDigest digest;

  private TaskKey() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static String of(TrainingTask task) {
    TaskKey key = new TaskKey();
    key.text(task.recipe().toString()).text(task.normalization().toString());
    key.network(task.network(), task.start()).images(task.images());
    if (task.goal() == TrainingTask.Goal.OUTPUTS) {
      key.text(task.goal().name());
    }
    task.teacher().ifPresent(teacher -> key.network(teacher.network(), teacher.weights()));
    return HexFormat.of().formatHex(key.digest.digest());
  }

  private TaskKey text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
    return this;
  }

  private TaskKey network(Network network, Weights weights) {
    text(network.nodes().toString());
    if (!network.outputs().equals(List.of(network.nodes().size() - 1))) {
      text(network.outputs().toString());
    }
    for (Tensor tensor : weights.tensors().values()) {
      ByteBuffer bytes = ByteBuffer.allocate(tensor.data().length * Float.BYTES);
      bytes.asFloatBuffer().put(tensor.data());
      digest.update(bytes);
    }
    return this;
  }

  private void images(Images images) {
    text(images.toString());
    for (int i = 0; i < images.size(); i++) {
      digest.update((byte) images.label(i));
      digest.update(images.pixels(i));
    }
  }
}
