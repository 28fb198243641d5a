package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every runtime must do. */
abstract class BackendContract {
  private final Network network = small();
  private final Weights weights = Initializer.initialize(network, 1);

  protected abstract Backend backend();

  @Test
  void saysWhatItIs() {
    assertThat(backend().version()).isNotBlank();
    assertThat(RuntimeId.parse(backend().runtime().label())).isEqualTo(backend().runtime());
  }

  @Test
  void runsAndTracesEveryStep() {
    try (Session session = backend().open(network, weights, 1)) {
      session.run();
      Trace trace = session.trace(1, 3);
      assertThat(session.lowered().network()).isEqualTo(network);
      assertThat(trace.runs()).isEqualTo(3);
      assertThat(trace.steps()).isEqualTo(session.lowered().steps().size());
      assertThat(List.of(trace.micros())).allSatisfy(run -> assertThat(run).doesNotContain(0));
      assertThat(trace.events()).doesNotContain(0);
      session.run();
    }
  }

  @Test
  void severalSessionsLiveSideBySide() {
    try (Session one = backend().open(network, weights, 1);
        Session two = backend().open(network, weights, 2)) {
      two.run();
      one.run();
      two.run();
      assertThat(one.trace(0, 1).runs()).isEqualTo(1);
    }
  }

  @Test
  void aClosedSessionRefusesToWork() {
    Session session = backend().open(network, weights, 1);
    session.run();
    session.close();
    assertThatThrownBy(session::run).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> session.trace(0, 1)).isInstanceOf(IllegalStateException.class);
    assertThatCode(session::close).doesNotThrowAnyException();
  }

  @Test
  void refusesWrongWeightsAndThreads() {
    Weights none = new Weights(Map.of());
    assertThatThrownBy(() -> backend().open(network, none, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> backend().open(network, weights, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threads");
    try (Session session = backend().open(network, weights, 1)) {
      assertThatThrownBy(() -> session.trace(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void longerNetworksTakeLonger() {
    Network large = Networks.chain(12, 64, 32);
    try (Session few = backend().open(network, weights, 1);
        Session many = backend().open(large, Initializer.initialize(large, 1), 1)) {
      few.trace(1, 1);
      many.trace(1, 1);
      assertThat(sum(many.trace(1, 3))).isGreaterThan(sum(few.trace(1, 3)));
    }
  }

  private static double sum(Trace trace) {
    return Arrays.stream(trace.micros())
        .mapToDouble(run -> Arrays.stream(run).sum())
        .min()
        .orElseThrow();
  }

  /** Most kinds of layers, few channels. */
  private static Network small() {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, 16, 16));
    int stem = b.relu(b.batchNorm(b.conv(b.input(), 16, Window.same(3, 3), 1, false)));
    int depthwise = b.batchNorm(b.depthwise(stem, Window.same(3, 3), true));
    int sum = b.relu(b.addition(depthwise, stem));
    List<Integer> parts = b.split(sum, 2);
    int shuffled = b.shuffle(b.concat(parts.get(0), b.relu(parts.get(1))), 2);
    int pooled =
        b.concat(
            b.maxPool(shuffled, Window.square(2, 2, 0)),
            b.averagePool(shuffled, Window.square(2, 2, 0), true));
    int head = b.linear(b.globalPool(b.conv(pooled, 12, Window.square(1, 1, 0), 4, true)), 5);
    b.relu(head);
    return b.build("small");
  }
}
