package dev.notch.compressor.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.notch.compressor.training.BatchLoader.Loaded;
import dev.notch.compressor.training.TrainingTask.Teacher;
import dev.notch.models.djl.Layout;
import dev.notch.models.djl.NetworkBlock;
import dev.notch.models.djl.Pass;
import dev.notch.models.djl.Torch;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The network in training with its optimiser: one forward and backward pass and one move of the
 * weights at a time. All native memory of a step is freed with it.
 */
final class TrainingStep implements AutoCloseable {
  /** Without it BlazeFace's imitation diverges within a hundred steps. */
  private static final double LONGEST_GRADIENT = 1;

  private final NDManager manager = Torch.newManager();
  private final NetworkBlock block;
  private final Optional<NetworkBlock> teacher;
  private final Sgd sgd;
  private final Loss loss;
  private final TrainingTask.Goal goal;

  /**
   * What one batch showed.
   *
   * @param loss mean over the pictures
   * @param correct how many were classified correctly, if the network learns classes
   */
  record Observed(double loss, OptionalInt correct, int images) {}

  TrainingStep(
      Network network,
      Weights start,
      Recipe recipe,
      Optional<Teacher> teacher,
      TrainingTask.Goal goal) {
    this.goal = goal;
    JniUtils.setGradMode(false);
    block = block(network, start);
    this.teacher = teacher.map(t -> block(t.network(), t.weights()));
    sgd = new Sgd(manager, block, recipe);
    loss = new Loss(network.classes(), recipe);
  }

  private NetworkBlock block(Network network, Weights weights) {
    return new NetworkBlock(manager, network, weights, DataType.FLOAT32, Layout.NHWC);
  }

  /** Learns from one batch. */
  Observed learn(Loaded batch, double rate) {
    try (NDManager step = manager.newSubManager()) {
      NDArray images = view(step, block.network(), batch);
      boolean imitates = goal == TrainingTask.Goal.OUTPUTS;
      Observed observed =
          imitates ? imitate(images, batch.labels().length) : classify(images, batch.labels());
      if (Double.isFinite(observed.loss())) {
        move(rate, imitates);
      }
      return observed;
    }
  }

  /** Outputs of any size and meaning have gradients of any length, unlike those of classes. */
  private void move(double rate, boolean imitates) {
    if (imitates) {
      sgd.step(rate, LONGEST_GRADIENT);
    } else {
      sgd.step(rate);
    }
  }

  /** Built channels last and handed over as a transposed view: PyTorch's kernels follow it. */
  static NDArray view(NDManager step, Network network, Loaded batch) {
    dev.notch.models.graph.Shape image = network.inputShape();
    Shape shape = new Shape(batch.labels().length, image.height(), image.width(), image.channels());
    return step.create(FloatBuffer.wrap(batch.images()), shape, DataType.FLOAT32)
        .transpose(0, 3, 1, 2);
  }

  /**
   * Towards all outputs of the teacher, both with the statistics with which they are deployed:
   * those of a batch would add noise that is larger than what is left to learn.
   */
  private Observed imitate(NDArray images, int count) {
    List<PtNDArray> wanted = teacher.orElseThrow().forwardAll(images, Pass.INFERENCE, id -> {});
    try (GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray value = Loss.ofOutputs(block.forwardAll(images, Pass.INFERENCE, id -> {}), wanted);
      collector.backward(value);
      return new Observed(value.getFloat(), OptionalInt.empty(), count);
    }
  }

  private Observed classify(NDArray images, int[] labels) {
    Optional<PtNDArray> answers = teacher.map(t -> t.forward(images, Pass.INFERENCE));
    try (GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray logits = block.forward(images, Pass.TRAINING);
      NDArray value =
          answers
              .map(teacherLogits -> loss.withTeacher(logits, labels, teacherLogits))
              .orElseGet(() -> loss.ofLabels(logits, labels));
      collector.backward(value);
      int correct = correct(logits, labels);
      return new Observed(value.getFloat(), OptionalInt.of(correct), labels.length);
    }
  }

  private int correct(NDArray logits, int[] labels) {
    float[] values = logits.toFloatArray();
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      correct += Evaluator.best(values, i, block.network().classes()) == labels[i] ? 1 : 0;
    }
    return correct;
  }

  /** The weights as they are now. */
  Weights weights() {
    return block.weights();
  }

  Sgd optimizer() {
    return sgd;
  }

  Map<String, PtNDArray> arrays() {
    return block.arrays();
  }

  @Override
  public void close() {
    manager.close();
  }
}
