package dev.notch.models.width;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.onnx.Ort;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is written after surgery computes, in ONNX Runtime, what the full network computes with the
 * cut channels masked; and nothing else has changed.
 */
class OnnxSurgeryTest {
  private static final double TOLERANCE = 1e-4;

  @Test
  void cuttingEqualsMaskingInOnnxRuntime() throws OrtException {
    assertSurgery(5000, 60);
  }

  @Tag("slow")
  @Test
  void cuttingEqualsMaskingInManyNetworksInOnnxRuntime() throws OrtException {
    assertSurgery(6000, 1000);
  }

  @Test
  void layersWithoutNarrowedGroupsKeepTheirWeights() {
    int kept = 0;
    for (long seed = 7000; seed < 7100; seed++) {
      ChannelGroups groups = ChannelGroups.of(RandomGraphs.draw(seed));
      for (ChannelGroup group : groups.groups()) {
        WidthPlan narrow = groups.full().with(group.id(), (group.width() + 1) / 2);
        kept += assertKeeps(groups, groups.repair(narrow), seed);
      }
    }
    assertThat(kept).isGreaterThan(500);
  }

  /** How many tensors of layers that a plan does not touch have been compared. */
  private static int assertKeeps(ChannelGroups groups, WidthPlan plan, long seed) {
    Network network = groups.network();
    Weights weights = Initializer.scattered(network, seed);
    ChannelSelection selection =
        ChannelSelection.of(network, groups, plan, SurgeryPropertyTest.randomScores(network, seed));
    Weights sliced = selection.slice(weights);
    int compared = 0;
    for (Node node : network.nodes()) {
      if (untouched(node, groups, plan)) {
        for (String name : Weights.shapes(node).keySet()) {
          assertThat(sliced.get(name).shape()).isEqualTo(weights.get(name).shape());
          assertThat(bits(sliced, name))
              .as("seed %d, %s", seed, name)
              .isEqualTo(bits(weights, name));
          compared++;
        }
      }
    }
    return compared;
  }

  private static boolean untouched(Node node, ChannelGroups groups, WidthPlan plan) {
    return keepsChannels(node.id(), groups, plan)
        && node.inputs().stream().allMatch(id -> keepsChannels(id, groups, plan));
  }

  private static boolean keepsChannels(int id, ChannelGroups groups, WidthPlan plan) {
    return groups.channels(id, plan) == groups.network().channels(id);
  }

  private static int[] bits(Weights weights, String name) {
    float[] data = weights.get(name).data();
    int[] bits = new int[data.length];
    for (int i = 0; i < data.length; i++) {
      bits[i] = Float.floatToRawIntBits(data[i]);
    }
    return bits;
  }

  private static void assertSurgery(long firstSeed, int networks) throws OrtException {
    int cut = 0;
    for (long seed = firstSeed; seed < firstSeed + networks; seed++) {
      ChannelGroups groups = ChannelGroups.of(RandomGraphs.draw(seed));
      WidthPlan plan = groups.random(new SplittableRandom(seed));
      assertSurgeryEqualsMasking(groups, plan, seed);
      cut += plan.equals(groups.full()) ? 0 : 1;
    }
    assertThat(cut).isGreaterThan(networks / 2);
  }

  private static void assertSurgeryEqualsMasking(ChannelGroups groups, WidthPlan plan, long seed)
      throws OrtException {
    Network network = groups.network();
    Weights weights = Initializer.scattered(network, seed);
    ChannelSelection selection =
        ChannelSelection.of(network, groups, plan, SurgeryPropertyTest.randomScores(network, seed));
    byte[] masked = OnnxWriter.toBytes(network, selection.mask(weights));
    byte[] sliced = OnnxWriter.toBytes(selection.narrow(), selection.slice(weights));
    List<float[]> expected = run(network, masked, seed, OptLevel.ALL_OPT);
    List<float[]> plain = run(network, masked, seed, OptLevel.NO_OPT);
    List<float[]> actual = run(network, sliced, seed, OptLevel.ALL_OPT);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      double noise = Differences.relative(wide(expected.get(i)), wide(plain.get(i)));
      assertThat(Differences.relative(wide(expected.get(i)), wide(actual.get(i))))
          .as("seed %d, output %d, %s", seed, i, plan)
          .isLessThan(Math.max(TOLERANCE, 10 * noise));
    }
  }

  private static List<float[]> run(Network network, byte[] model, long seed, OptLevel level)
      throws OrtException {
    int size = 2 * Math.toIntExact(network.inputShape().size());
    float[] images = new float[size];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < size; i++) {
      images[i] = (float) random.nextDouble(-1, 1);
    }
    return Ort.outputs(model, images, network.inputShape(), level);
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
