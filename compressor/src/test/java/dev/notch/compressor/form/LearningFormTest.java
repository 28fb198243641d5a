package dev.notch.compressor.form;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.compressor.importance.Importance;
import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.ChannelSelection;
import dev.notch.models.width.WidthPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LearningFormTest {
  private static final int SIDE = 12;
  private static final int BATCH = 4;

  private final Network network = network(false);
  private final Weights weights = Initializer.scattered(network, 5);
  private final List<float[]> pictures = pictures(3);

  /** A residual block, a gate of single pixels, two outputs, one behind a softmax. */
  private static Network network(boolean normalised) {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, SIDE, SIDE));
    int x = b.conv(b.input(), 8, Window.square(3, 2, 1), 1, true);
    x = b.relu(normalised ? b.batchNorm(x) : x);
    int y = b.relu(b.conv(x, 6, Window.square(3, 1, 1), 1, true));
    int sum = b.relu(b.add("add", new Add(), x, b.conv(y, 8, Window.square(1, 1, 0), 1, true)));
    int gate = b.conv(b.globalPool(sum), 8, Window.square(1, 1, 0), 1, true);
    gate = b.activation(gate, Function.SIGMOID);
    int map = b.conv(b.multiply(sum, gate), 2, Window.square(1, 1, 0), 1, true);
    int softmax = b.add("softmax", new Softmax(), b.linear(b.globalPool(sum), 3));
    return b.build("net", List.of(softmax, map));
  }

  private static List<float[]> pictures(int batches) {
    SplittableRandom random = new SplittableRandom(9);
    List<float[]> all = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      float[] values = new float[BATCH * SIDE * SIDE * 3];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) random.nextGaussian();
      }
      all.add(values);
    }
    return all;
  }

  @Test
  void learnsWithNormalisationsThatChangeNothing() {
    LearningForm form = LearningForm.of(network, true);
    Weights learner = form.learnerWeights(weights, pictures);

    assertThat(form.normalised()).isTrue();
    assertThat(form.learner().nodes().stream().map(node -> (Object) node.layer().getClass()))
        .contains(BatchNorm.class)
        .doesNotContain(Softmax.class);
    Weighted back = form.deploy(form.learner(), learner);
    assertThat(back.network()).isEqualTo(network);
    assertThat(difference(back, new Weighted(network, weights))).isLessThan(1e-5);
  }

  @Test
  void deploysWhatANarrowedLearnerAnswers() {
    LearningForm form = LearningForm.of(network, true);
    Weights learner = form.learnerWeights(weights, pictures);
    ChannelGroups groups = ChannelGroups.of(form.learner());
    ChannelGroups deployed = ChannelGroups.of(network);
    assertThat(groups.toMap(groups.full())).isEqualTo(deployed.toMap(deployed.full()));
    WidthPlan plan = groups.uniform(0.5);
    ChannelSelection selection =
        ChannelSelection.of(
            form.learner(),
            groups,
            plan,
            Importance.parse("l2").scores(form.learner(), learner, (n, w, b) -> {}));

    Weighted after = form.deploy(selection.narrow(), selection.slice(learner));

    assertThat(after.network().counts().macs()).isLessThan(network.counts().macs());
    assertThat(after.network().outputs()).isEqualTo(network.outputs());
    // The second output has nothing behind it in either form.
    try (Inference learns = new Inference(selection.narrow(), selection.slice(learner));
        Inference answers = new Inference(after.network(), after.weights())) {
      float[] expected = learns.outputs(pictures.get(0)).get(1);
      assertThat(difference(expected, answers.outputs(pictures.get(0)).get(1))).isLessThan(1e-5);
    }
  }

  @Test
  void leavesNetworksThatAreNormalisedAlready() {
    Network normalised = network(true);
    LearningForm form = LearningForm.of(normalised, true);

    assertThat(form.normalised()).isFalse();
    Map<String, ?> learner =
        new TreeMap<>(
            form.learnerWeights(Initializer.initialize(normalised, 1), List.of()).tensors());
    assertThat(learner.keySet()).containsAll(Weights.shapes(form.learner()).keySet());
  }

  private double difference(Weighted a, Weighted b) {
    double worst = 0;
    try (Inference one = new Inference(a.network(), a.weights());
        Inference two = new Inference(b.network(), b.weights())) {
      List<float[]> first = one.outputs(pictures.get(0));
      List<float[]> second = two.outputs(pictures.get(0));
      for (int i = 0; i < first.size(); i++) {
        worst = Math.max(worst, difference(first.get(i), second.get(i)));
      }
    }
    return worst;
  }

  private static double difference(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    double off = 0;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      off = Math.max(off, Math.abs((double) a[i] - b[i]));
      largest = Math.max(largest, Math.abs(a[i]));
    }
    return off / largest;
  }
}
