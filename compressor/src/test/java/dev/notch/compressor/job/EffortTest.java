package dev.notch.compressor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.NotchException;
import dev.notch.models.graph.NetworkCounts;
import org.junit.jupiter.api.Test;

class EffortTest {

  @Test
  void everyEffortOfTheCommandLineIsConfigured() {
    assertThat(Effort.named("quick").control()).isFalse();
    assertThat(Effort.named("standard").control()).isTrue();
    assertThat(Effort.named("thorough").baseline().epochs())
        .isGreaterThan(Effort.named("standard").baseline().epochs());
  }

  @Test
  void namesTheEffortsThereAre() {
    assertThatThrownBy(() -> Effort.named("heroic"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("heroic")
        .hasMessageContaining("thorough");
  }

  @Test
  void trainsLargeNetworksOnFewerImages() {
    Effort.Training training = new Effort.Training(4, 20);
    assertThat(training.epochsFor(new NetworkCounts(1, 65_000_000), 6000)).isEqualTo(4);
    double epochs = training.epochsFor(new NetworkCounts(1, 7_500_000_000L), 6000);
    assertThat(epochs * 6000 * 3 * 7.5e9).isCloseTo(20e12, within(1e6));
  }
}
