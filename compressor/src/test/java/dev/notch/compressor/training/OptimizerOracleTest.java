package dev.notch.compressor.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.data.Images;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import org.junit.jupiter.api.Test;

/** Softmax regression, trained by the trainer and by loops in double precision. */
class OptimizerOracleTest {
  private static final int SIZE = 2;
  private static final int INPUTS = 3 * SIZE * SIZE;
  private static final int CLASSES = 3;

  private final Network network = Toys.linear(SIZE);
  private final Images images = Toys.coloured(20, SIZE, 4);
  private final Recipe recipe =
      new Recipe(
          3.5,
          6,
          new Schedule(0.4, 0.25, Schedule.Anneal.COSINE),
          0.9,
          0.01,
          0.1,
          0,
          false,
          Distillation.NONE,
          11);

  @Test
  void descendsAsLoopsDo() {
    TrainingTask task = Toys.task(network, images, recipe);
    Weights trained = new Trainer(1).train(task, Progress.NONE).weights();
    double[] weight = widen(task.start().get("linear.weight").data());
    double[] bias = widen(task.start().get("linear.bias").data());
    descend(weight, bias);
    float[] actual = trained.get("linear.weight").data();
    for (int i = 0; i < weight.length; i++) {
      assertThat((double) actual[i]).as("weight %d", i).isCloseTo(weight[i], within(2e-6));
    }
    for (int i = 0; i < bias.length; i++) {
      assertThat((double) trained.get("linear.bias").data()[i])
          .as("bias %d", i)
          .isCloseTo(bias[i], within(2e-6));
    }
  }

  private void descend(double[] weight, double[] bias) {
    Steps steps = new Steps(images.size(), recipe);
    assertThat(steps.total()).as("3 steps an epoch, rounded").isEqualTo(11);
    double[] weightVelocity = new double[weight.length];
    double[] biasVelocity = new double[bias.length];
    for (int step = 0; step < steps.total(); step++) {
      int[] pictures = steps.pictures(steps.order(steps.epoch(step)), step);
      double[] weightGradient = new double[weight.length];
      double[] biasGradient = new double[bias.length];
      for (int picture : pictures) {
        addGradient(picture, weight, bias, weightGradient, biasGradient, pictures.length);
      }
      double rate = recipe.schedule().rate(step, steps.total());
      move(weight, weightGradient, weightVelocity, rate, recipe.weightDecay());
      move(bias, biasGradient, biasVelocity, rate, 0);
    }
  }

  private void addGradient(
      int picture, double[] weight, double[] bias, double[] toWeight, double[] toBias, int batch) {
    double[] x = new double[INPUTS];
    byte[] pixels = images.pixels(picture);
    for (int i = 0; i < INPUTS; i++) {
      // Pixels lie channel last, the vector is channel first.
      int pixel = i % (SIZE * SIZE) * 3 + i / (SIZE * SIZE);
      x[i] = ((pixels[pixel] & 0xff) / 255.0 - 0.5) / 0.25;
    }
    double[] p = softmax(x, weight, bias);
    for (int c = 0; c < CLASSES; c++) {
      double target = 0.1 / CLASSES + (images.label(picture) == c ? 0.9 : 0);
      double slope = (p[c] - target) / batch;
      toBias[c] += slope;
      for (int i = 0; i < INPUTS; i++) {
        toWeight[c * INPUTS + i] += slope * x[i];
      }
    }
  }

  private static double[] softmax(double[] x, double[] weight, double[] bias) {
    double[] p = bias.clone();
    double sum = 0;
    for (int c = 0; c < CLASSES; c++) {
      for (int i = 0; i < INPUTS; i++) {
        p[c] += weight[c * INPUTS + i] * x[i];
      }
      p[c] = Math.exp(p[c]);
      sum += p[c];
    }
    for (int c = 0; c < CLASSES; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private static void move(
      double[] values, double[] gradient, double[] velocity, double rate, double decay) {
    for (int i = 0; i < values.length; i++) {
      double g = gradient[i] + decay * values[i];
      velocity[i] = 0.9 * velocity[i] + g;
      values[i] -= rate * (g + 0.9 * velocity[i]);
    }
  }

  private static double[] widen(float[] data) {
    double[] wide = new double[data.length];
    for (int i = 0; i < data.length; i++) {
      wide[i] = data[i];
    }
    return wide;
  }
}
