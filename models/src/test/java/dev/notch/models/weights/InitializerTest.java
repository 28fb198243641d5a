package dev.notch.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.zoo.Zoo;
import org.junit.jupiter.api.Test;

class InitializerTest {
  private final Network network = Zoo.build("vgg16", 10, new Shape(3, 32, 32));

  private static double meanSquare(Tensor tensor) {
    double sum = 0;
    for (float value : tensor.data()) {
      sum += value * (double) value;
    }
    return sum / tensor.data().length;
  }

  @Test
  void weightsHaveTheVarianceOfTheirFanIn() {
    Weights weights = Initializer.initialize(network, 1);
    weights.verifyFor(network);
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              int[] shape = tensor.shape();
              if (shape.length == 4) {
                double fanIn = shape[1] * shape[2] * shape[3];
                assertThat(meanSquare(tensor) * fanIn * 3).as(name).isBetween(0.9, 1.1);
              } else if (shape.length == 2) {
                double gain = shape[0] == 10 ? 1 : 1.0 / 3;
                assertThat(meanSquare(tensor) * shape[1] / gain).as(name).isBetween(0.97, 1.03);
              } else if (name.endsWith(".bias") || name.endsWith(".running_mean")) {
                assertThat(tensor.data()).as(name).containsOnly(0);
              } else {
                assertThat(tensor.data()).as(name).containsOnly(1);
              }
            });
  }

  @Test
  void theSeedDecides() {
    Weights first = Initializer.initialize(network, 1);
    assertThat(Initializer.initialize(network, 1).tensors()).isEqualTo(first.tensors());
    assertThat(Initializer.initialize(network, 2).tensors()).isNotEqualTo(first.tensors());
  }
}
