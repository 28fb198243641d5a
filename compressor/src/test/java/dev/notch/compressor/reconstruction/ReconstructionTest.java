package dev.notch.compressor.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.djl.Inference;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.ChannelScores;
import dev.notch.models.width.ChannelSelection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What channels that are cut did must be taken over by those that stay, as far as they can. */
class ReconstructionTest {
  private static final int SIZE = 8;
  private static final int WIDTH = 8;

  /** The layer whose channels are cut. */
  private static final String FIRST = "first.conv";

  @Test
  void copyOfAnotherChannelIsNotMissed() {
    Network network = network(true);
    Weights weights = change(Initializer.scattered(network, 11), FIRST, 5, 2);
    ChannelSelection selection = without(network, 5);
    assertThat(error(network, weights, selection, selection.slice(weights))).isGreaterThan(0.05);
    assertThat(error(network, weights, selection, reconstructed(network, weights, selection)))
        .isLessThan(0.01);
  }

  /** Not at the border, where the convolution behind it reads zeros. */
  @Test
  void constantChannelGoesIntoTheBias() {
    Network network = network(false);
    Weights weights = constant(Initializer.scattered(network, 12), 4, 3f);
    ChannelSelection selection = without(network, 4);
    double cut = error(network, weights, selection, selection.slice(weights));
    assertThat(cut).isGreaterThan(0.05);
    assertThat(error(network, weights, selection, reconstructed(network, weights, selection)))
        .isLessThan(0.1 * cut);
  }

  @Test
  void constantChannelGoesIntoTheMeanOfANormalisation() {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, SIZE, SIZE));
    int x = b.relu(b.scope("first").conv(b.input(), WIDTH, Window.square(3, 1, 1), 1, true));
    int y = b.relu(b.scope("second").convBn(x, 6, Window.same(1, 1), 1, false));
    b.scope("last").linear(b.globalPool(y), 4);
    Network network = b.build("normalised");
    Weights weights = constant(Initializer.scattered(network, 14), 4, 3f);
    ChannelSelection selection = without(network, 4);
    double cut = error(network, weights, selection, selection.slice(weights));
    assertThat(cut).isGreaterThan(0.05);
    assertThat(error(network, weights, selection, reconstructed(network, weights, selection)))
        .isLessThan(0.1 * cut);
  }

  @Test
  void hiddenChannelsOfAFeedForwardBlockAreNotMissed() {
    Network network = feedForward();
    Weights weights = change(Initializer.scattered(network, 15), FIRST, 5, 2);
    ChannelSelection selection = without(network, 5);
    assertThat(error(network, weights, selection, selection.slice(weights))).isGreaterThan(0.05);
    assertThat(error(network, weights, selection, reconstructed(network, weights, selection)))
        .isLessThan(0.01);
  }

  /**
   * What is behind a feed-forward block answers to it, though no channel of its own input is cut.
   */
  @Test
  void whatReadsAFeedForwardBlockIsCorrected() {
    Network network = feedForward();
    Weights weights = Initializer.scattered(network, 16);
    ChannelSelection selection = without(network, 1, 5);
    assertThat(reconstructed(network, weights, selection).get("last.linear.weight"))
        .isNotEqualTo(selection.slice(weights).get("last.linear.weight"));
  }

  @Test
  void depthwiseConvolutionsCutToOneChannelStay() {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, SIZE, SIZE));
    int x = b.relu(b.scope("first").conv(b.input(), WIDTH, Window.square(3, 1, 1), 1, true));
    int y = b.relu(b.scope("second").conv(x, WIDTH, Window.square(3, 1, 1), WIDTH, true));
    b.scope("last").linear(b.globalPool(y), 4);
    Network network = b.build("depthwise");
    Weights weights = Initializer.scattered(network, 17);
    ChannelSelection selection = without(network, 0, 1, 2, 3, 4, 5, 7);
    Weights corrected = reconstructed(network, weights, selection);
    assertThat(corrected.get("second.conv.weight"))
        .isEqualTo(selection.slice(weights).get("second.conv.weight"));
    assertThat(error(network, weights, selection, corrected))
        .isLessThan(error(network, weights, selection, selection.slice(weights)));
  }

  @Test
  void channelsThatAreMissedAreGuessed() {
    for (long seed = 20; seed < 25; seed++) {
      Network network = network(true);
      Weights weights = Initializer.scattered(network, seed);
      ChannelSelection selection = without(network, 0, 3, 6);
      double cut = error(network, weights, selection, selection.slice(weights));
      double guessed =
          error(network, weights, selection, reconstructed(network, weights, selection));
      assertThat(guessed).as("seed %d", seed).isLessThan(0.8 * cut);
    }
  }

  @Test
  void whatComesBeforeTheCutStays() {
    Network network = network(true);
    Weights weights = Initializer.scattered(network, 13);
    ChannelSelection selection = without(network, 7);
    Weights corrected = reconstructed(network, weights, selection);
    assertThat(corrected.get(FIRST + ".weight"))
        .isEqualTo(selection.slice(weights).get(FIRST + ".weight"));
    assertThat(corrected.get("second.conv.weight"))
        .isNotEqualTo(selection.slice(weights).get("second.conv.weight"));
  }

  /** A map of eight channels is read by one convolution and, pooled, by a linear layer. */
  private static Network network(boolean residual) {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, SIZE, SIZE));
    int x = b.relu(b.scope("first").conv(b.input(), WIDTH, Window.square(3, 1, 1), 1, true));
    int y = b.relu(b.scope("second").conv(x, 6, Window.square(3, 1, 1), 1, true));
    int pooled = residual ? b.concat(b.globalPool(x), b.globalPool(y)) : b.globalPool(y);
    b.scope("last").linear(pooled, 4);
    return b.build("tiny");
  }

  /** Hidden channels on the last axis. */
  private static Network feedForward() {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, SIZE, SIZE));
    int tokens = b.add("tokens", new Permute(List.of(3, SIZE, SIZE), List.of(1, 2, 0)), b.input());
    Dense wide = new Dense(List.of(SIZE, SIZE, 3), WIDTH, true);
    int hidden = b.relu(b.scope("first").add("conv", wide, tokens));
    int back = b.add("back", new Dense(List.of(SIZE * SIZE, WIDTH), 5, true), hidden);
    int map = b.add("map", new Permute(List.of(SIZE, SIZE, 5), List.of(2, 0, 1)), back);
    b.scope("last").linear(b.globalPool(b.relu(map)), 4);
    return b.build("block");
  }

  private static ChannelSelection without(Network network, Integer... channels) {
    ChannelGroups groups = ChannelGroups.of(network);
    int first = id(network, FIRST);
    double[] scores = new double[WIDTH];
    for (int c = 0; c < WIDTH; c++) {
      scores[c] = List.of(channels).contains(c) ? 0 : 1;
    }
    Map<String, Integer> widths = new LinkedHashMap<>(groups.toMap(groups.full()));
    widths.put(groups.groups().get(0).name(), WIDTH - channels.length);
    return ChannelSelection.of(
        network, groups, groups.fromMap(widths), new ChannelScores(Map.of(first, scores)));
  }

  private static int id(Network network, String name) {
    return network.nodes().stream().filter(n -> n.name().equals(name)).findAny().get().id();
  }

  /** One channel of a layer becomes a copy of another one. */
  private static Weights change(Weights weights, String layer, int to, int from) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
    for (String name : List.of(layer + ".weight", layer + ".bias")) {
      Tensor tensor = weights.get(name);
      float[] values = tensor.data().clone();
      int row = values.length / WIDTH;
      System.arraycopy(values, from * row, values, to * row, row);
      tensors.put(name, new Tensor(tensor.shape(), values));
    }
    return new Weights(tensors);
  }

  private static Weights constant(Weights weights, int channel, float value) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
    float[] filters = weights.get(FIRST + ".weight").data().clone();
    int row = filters.length / WIDTH;
    java.util.Arrays.fill(filters, channel * row, (channel + 1) * row, 0);
    float[] bias = weights.get(FIRST + ".bias").data().clone();
    bias[channel] = value;
    tensors.put(FIRST + ".weight", new Tensor(weights.get(FIRST + ".weight").shape(), filters));
    tensors.put(FIRST + ".bias", new Tensor(weights.get(FIRST + ".bias").shape(), bias));
    return new Weights(tensors);
  }

  private static Weights reconstructed(
      Network network, Weights weights, ChannelSelection selection) {
    return new Reconstruction(List.of(pictures(64, 1), pictures(64, 2)), 1)
        .of(selection, network, weights, Progress.NONE);
  }

  /** On pictures that the reconstruction has not seen. */
  private static double error(
      Network network, Weights weights, ChannelSelection selection, Weights narrow) {
    try (Inference before = new Inference(network, weights);
        Inference after = new Inference(selection.narrow(), narrow)) {
      float[] wanted = before.logits(pictures(32, 3));
      float[] got = after.logits(pictures(32, 3));
      double off = 0;
      double all = 0;
      for (int i = 0; i < wanted.length; i++) {
        off += Math.pow((double) got[i] - wanted[i], 2);
        all += Math.pow(wanted[i], 2);
      }
      return Math.sqrt(off / all);
    }
  }

  private static float[] pictures(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double light = random.nextDouble(-1, 1);
      for (int v = 0; v < 3 * SIZE * SIZE; v++) {
        values.add((float) (light + random.nextDouble(-1, 1)));
      }
    }
    float[] all = new float[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i);
    }
    return all;
  }
}
