package dev.notch.models.width;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.notch.models.djl.Calibration;
import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.onnx.Ort;
import dev.notch.models.onnx.Pictures;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import dev.notch.models.zoo.Zoo;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Surgery equals masking: the narrow network with sliced weights answers like the full one whose
 * filters ignore the channels that were cut.
 */
class ZooSurgeryTest {
  private static final Shape IMAGE = new Shape(3, 32, 32);
  private static final int CLASSES = 10;

  @ParameterizedTest
  @CsvSource({
    "vgg16, 1",
    "resnet50, 1",
    "seresnet50, 1",
    "mobilenet, 3",
    "mobilenetv2, 3",
    "shufflenet, 4",
    "shufflenetv2, 4",
    "xception, 1",
    "inceptionv3, 1",
    "inceptionv4, 1"
  })
  void cuttingEqualsMasking(String name, int plans) throws OrtException {
    assertSurgeryEqualsMasking(name, 0, plans);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "vgg16, 6", "resnet50, 6", "seresnet50, 6", "mobilenet, 20", "mobilenetv2, 20",
    "shufflenet, 30", "shufflenetv2, 30", "xception, 6", "inceptionv3, 4", "inceptionv4, 3"
  })
  void cuttingEqualsMaskingForManyPlans(String name, int plans) throws OrtException {
    assertSurgeryEqualsMasking(name, 100, plans);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mobilenetv2", "shufflenet", "shufflenetv2", "seresnet50", "vgg16"})
  void theFullPlanChangesNothing(String name) {
    Network network = Zoo.build(name, CLASSES, IMAGE);
    ChannelGroups groups = ChannelGroups.of(network);
    Weights weights = Initializer.scattered(network, 1);
    ChannelSelection all =
        ChannelSelection.of(
            network, groups, groups.full(), SurgeryPropertyTest.randomScores(network, 1));
    assertThat(all.narrow()).isEqualTo(network);
    assertThat(all.slice(weights)).isEqualTo(weights);
    assertThat(all.mask(weights)).isEqualTo(weights);
  }

  private static void assertSurgeryEqualsMasking(String name, long firstSeed, int plans)
      throws OrtException {
    Network network = Zoo.build(name, CLASSES, IMAGE);
    ChannelGroups groups = ChannelGroups.of(network);
    for (long seed = firstSeed; seed < firstSeed + plans; seed++) {
      WidthPlan plan = groups.random(new SplittableRandom(seed));
      assertThat(plan).isNotEqualTo(groups.full());
      assertSurgeryEqualsMasking(groups, plan, name + ", seed " + seed + ", " + plan);
    }
  }

  private static void assertSurgeryEqualsMasking(ChannelGroups groups, WidthPlan plan, String what)
      throws OrtException {
    Network network = groups.network();
    ChannelSelection selection =
        ChannelSelection.of(network, groups, plan, SurgeryPropertyTest.randomScores(network, 3));
    Weights weights = calibrated(selection, network);
    Weights sliced = selection.slice(weights);
    sliced.verifyFor(selection.narrow());
    float[] pictures = Pictures.channelsFirst(Pictures.random(IMAGE, 2, 5), IMAGE);

    double[] expected = logits(network, selection.mask(weights), pictures);
    double[] actual = logits(selection.narrow(), sliced, pictures);
    assertThat(Differences.relative(expected, actual)).as(what).isLessThan(1e-9);
    assertThat(Differences.relative(first(expected), second(expected)))
        .as("%s tells two pictures apart", what)
        .isGreaterThan(1e-2);
    float[] ort = Ort.run(OnnxWriter.toBytes(selection.narrow(), sliced), pictures, IMAGE);
    assertThat(Differences.relative(expected, doubles(ort)))
        .as("%s, ONNX Runtime", what)
        .isLessThan(network.name().equals("inceptionv4") ? 2e-3 : 1e-4);
  }

  /** Random weights whose statistics are those of the masked network, so that it stays alive. */
  private static Weights calibrated(ChannelSelection selection, Network network) {
    Weights masked = selection.mask(Initializer.scattered(network, 2));
    return Calibration.calibrate(network, masked, List.of(Pictures.random(IMAGE, 2, 4)));
  }

  private static double[] logits(Network network, Weights weights, float[] pictures) {
    try (Inference inference = Inference.exact(network, weights)) {
      return inference.logits(doubles(pictures));
    }
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static double[] first(double[] logits) {
    return Arrays.copyOfRange(logits, 0, logits.length / 2);
  }

  private static double[] second(double[] logits) {
    return Arrays.copyOfRange(logits, logits.length / 2, logits.length);
  }
}
