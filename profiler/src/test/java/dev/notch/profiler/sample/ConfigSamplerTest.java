package dev.notch.profiler.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.Lowering;
import dev.notch.profiler.OpKind;
import dev.notch.profiler.RuntimeId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConfigSamplerTest {
  private final ChainRanges ranges = ProfileEffort.named("standard").chains();

  @Test
  void theSameSeedDrawsTheSameAndMoreBeginWithFewer() {
    Network network = Zoo.build("shufflenetv2", 10, new Shape(3, 32, 32));
    List<NetworkSample> five = new ConfigSampler(3).variants(network, 5);
    assertThat(new ConfigSampler(3).variants(network, 8).subList(0, 5)).isEqualTo(five);
    assertThat(new ConfigSampler(4).variants(network, 5)).doesNotContainAnyElementsOf(five);
    assertThat(new ConfigSampler(3).chains(ranges, 4))
        .startsWith(new ConfigSampler(3).chains(ranges, 2).toArray(NetworkSample[]::new));
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeId.class,
      names = {"ONNXRUNTIME", "PYTORCH"})
  void randomNetworksHoldEveryKindOfLayer(RuntimeId runtime) {
    Set<OpKind> kinds =
        new ConfigSampler(1)
            .chains(ranges, 24).stream()
                .flatMap(s -> Lowering.of(runtime).lower(s.network()).configs().stream())
                .map(LayerConfig::kind)
                .collect(Collectors.toSet());
    Set<OpKind> expected = EnumSet.range(OpKind.CONV2D, OpKind.REORDER_OUTPUT);
    expected.remove(OpKind.BATCHNORM);
    if (runtime == RuntimeId.PYTORCH) {
      expected.removeIf(OpKind::reorder);
    }
    assertThat(kinds).containsAll(expected);
  }

  @Test
  void halfOfTheVariantsHaveWidthsThatArePlain() {
    Network network = Zoo.build("vgg16", 10, new Shape(3, 32, 32));
    List<NetworkSample> variants = new ConfigSampler(1).variants(network, 10);
    assertThat(variants.stream().filter(ConfigSamplerTest::aligned).count()).isEqualTo(5);
  }

  private static boolean aligned(NetworkSample sample) {
    return List.of(sample.plan().split(" ")).stream().allMatch(w -> Integer.parseInt(w) % 8 == 0);
  }

  @ParameterizedTest
  @CsvSource({
    "conv2d in=3 out=8 k=3 s=2 h=9 fused=relu",
    "grouped in=8 out=12 k=3 g=4 h=8",
    "depthwise in=8 k=5 h=8",
    "linear in=8 out=3 fused=sigmoid",
    "activation in=8 h=4 fused=relu6",
    "shuffle in=8 g=4 h=4",
    "maxpool in=8 k=3 s=2 h=8",
    "globalpool in=8 h=8"
  })
  void aLayerAloneIsTheLayer(String text) {
    LayerConfig config = LayerConfig.parse(text);
    assertThat(Lowering.of(RuntimeId.ONNXRUNTIME).lower(SingleLayer.of(config)).configs())
        .filteredOn(step -> !step.kind().reorder())
        .containsExactly(config);
  }

  @Test
  void aLayerThatNeedsOthersIsRefused() {
    assertThatThrownBy(() -> SingleLayer.of(LayerConfig.parse("concat in=8 out=16 h=4")))
        .hasMessageContaining("only within a network");
  }

  @Test
  void unknownEffortsAreNamed() {
    assertThatThrownBy(() -> ProfileEffort.named("heroic"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("heroic")
        .hasMessageContaining("thorough");
  }
}
