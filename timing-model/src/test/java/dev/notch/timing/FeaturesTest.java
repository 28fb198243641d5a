package dev.notch.timing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkCounts;
import dev.notch.models.graph.Shape;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.Lowering;
import dev.notch.profiler.OpKind;
import dev.notch.profiler.RuntimeId;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // text | million MACs | values moved | parameters, by hand
        "conv2d in=3 out=8 k=3 h=32 | 0.221184 | 11264 | 224",
        "conv2d in=3 out=8 k=3 s=2 h=32 | 0.055296 | 5120 | 224",
        "pointwise in=10 out=20 h=4 fused=relu+add | 0.0032 | 800 | 220",
        "depthwise in=6 k=3 h=8 | 0.003456 | 768 | 60",
        "grouped in=6 out=12 k=1 g=3 h=2 | 0.000096 | 72 | 36",
        "linear in=10 out=4 | 0.00004 | 14 | 44",
        "add in=5 h=3 | 0 | 135 | 0",
        "multiply in=5 h=3 | 0 | 95 | 0",
        "concat in=2 out=6 h=3 | 0 | 108 | 0",
        "shuffle in=6 h=3 | 0 | 108 | 0",
        "maxpool in=4 k=2 s=2 p=0 h=8 | 0.000256 | 320 | 0",
        "globalpool in=4 h=8 | 0 | 260 | 0",
        "flatten in=2 h=2 | 0 | 16 | 0",
        "conv2d in=3 out=8 k=3 p=2 d=2 h=32 | 0.221184 | 11264 | 224",
        "transposed in=4 out=6 k=2 s=2 p=0 h=4 | 0.001536 | 448 | 102",
        "transposed in=4 out=6 k=2 s=2 p=0 g=2 h=4 | 0.000768 | 448 | 54",
        "matmul in=5 out=7 h=3 w=2 | 0.00021 | 142 | 0",
        "slice in=8 out=4 h=3 | 0 | 72 | 0",
        "resize in=8 h=6 | 0 | 576 | 0"
      })
  void countsByHand(String text, double macs, double values, double parameters) {
    double[] plain = Features.explanatory(LayerConfig.parse(text))[0];
    assertThat(plain).containsExactly(macs, values * 4 / 1e6, parameters * 4 / 1e6, 1);
  }

  @Test
  void viewsRoundChannelsUp() {
    LayerConfig ragged = LayerConfig.parse("conv2d in=17 out=30 k=3 h=8");
    LayerConfig round = LayerConfig.parse("conv2d in=32 out=32 k=3 h=8");
    int view16 = Features.schema().views().indexOf("16");
    assertThat(Features.explanatory(ragged)[view16]).isEqualTo(Features.explanatory(round)[0]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenetv2", "shufflenet", "seresnet50", "inceptionv3"})
  void theMacsOfANetworkAreThoseOfItsSteps(String name) {
    Network network = Zoo.build(name, 100, new Shape(3, 32, 32));
    Set<OpKind> pools = Set.of(OpKind.MAXPOOL, OpKind.AVGPOOL);
    double macs =
        Lowering.of(RuntimeId.ONNXRUNTIME).lower(network).configs().stream()
            .filter(c -> !pools.contains(c.kind()))
            .mapToDouble(c -> Features.explanatory(c)[0][0])
            .sum();
    assertThat(Math.round(macs * 1e6)).isEqualTo(NetworkCounts.of(network).macs());
  }
}
