package dev.notch.compressor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClosenessTest {
  private static final Shape IMAGE = new Shape(1, 20, 20);

  @Test
  void isRelativeToTheLargestValueOfEachOutput() {
    Network plain = network(false, false);
    assertThat(difference(plain, 1, 1e-3f)).isCloseTo(1e-3, within(1e-6));
    assertThat(difference(plain, 1e-4f, 1e-7f)).isCloseTo(1e-3, within(1e-6));
    assertThat(difference(plain, 1, Float.NaN)).isNaN();
    assertThat(Closeness.differences(plain, List.of(new float[4]), List.of(new float[5])))
        .containsExactly(Double.NaN);
  }

  @Test
  void countsProbabilitiesAsNoLessThanTheirRounding() {
    assertThat(difference(network(true, false), 1e-4f, 1e-7f)).isLessThan(1e-4);
    assertThat(difference(network(true, true), 1e-4f, 1e-7f)).isLessThan(1e-4);
    assertThat(difference(network(true, false), 1, 1e-3f)).isCloseTo(1e-3, within(1e-6));
  }

  @Test
  void countsWhatJumpsBehindComparisonsAmongAll() {
    Network peaks = network(false, true);
    assertThat(difference(peaks, 1, 0.5f)).isCloseTo(0.5 / 400, within(1e-9));
    assertThat(difference(peaks, 1, Float.NaN)).isNaN();
  }

  /** Each of two factors asked about its own two would be asked 2^64 times. */
  @Test
  void looksAtEachLayerOnce() {
    NetworkBuilder b = new NetworkBuilder(IMAGE);
    int x = b.activation(b.input(), Function.SIGMOID);
    for (int i = 0; i < 64; i++) {
      x = b.multiply(x, x);
    }
    Network powers = b.build("powers");
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(difference(powers, 1e-4f, 1e-7f)).isLessThan(1e-4));
  }

  /** Of values that are all alike and the same with one of them off. */
  private static double difference(Network network, float value, float off) {
    float[] other = values(value);
    other[7] += off;
    return Closeness.differences(network, List.of(values(value)), List.of(other))[0];
  }

  private static float[] values(float value) {
    float[] values = new float[400];
    Arrays.fill(values, value);
    return values;
  }

  private static Network network(boolean sigmoid, boolean peaks) {
    NetworkBuilder b = new NetworkBuilder(IMAGE);
    int x = b.activation(b.input(), sigmoid ? Function.SIGMOID : Function.TANH);
    if (peaks) {
      List<Integer> map = List.of(1, 20, 20);
      int largest = b.maxPool(x, Window.square(3, 1, 1));
      x = b.multiply(x, b.add("peak", new Binary(Binary.Op.EQUAL, map, map), x, largest));
    }
    return b.build("any", List.of(x));
  }
}
