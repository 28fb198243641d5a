package dev.notch.compressor.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class Sha256Test {

  @Test
  void networksDifferThatPutOutOtherTensors() {
    Network last = network(List.of(3));
    assertThat(Sha256.of(network(List.of(3)))).isEqualTo(Sha256.of(last));
    assertThat(Sha256.of(last)).isEqualTo(Sha256.of(last.name() + last.nodes()));
    assertThat(
            List.of(
                Sha256.of(last),
                Sha256.of(network(List.of(3, 1))),
                Sha256.of(network(List.of(1, 3)))))
        .doesNotHaveDuplicates();
  }

  private static Network network(List<Integer> outputs) {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, 4, 4));
    b.linear(b.relu(b.globalPool(b.input())), 2);
    return b.build("toy", outputs);
  }
}
