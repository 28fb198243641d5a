package dev.notch.compressor.reconstruction;

import dev.notch.models.djl.Torch;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelSelection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Weights of a network after a cut, from the answers of the layers before it: what a layer lost is
 * guessed from what it still reads by least squares, and the guess is made a part of its weights
 * (after He et al., "Channel pruning for accelerating very deep neural networks", 2017). Layers are
 * corrected in order, each for what the narrow network computes by then, so that errors of earlier
 * layers are made up for too. Needs neither classes nor gradients. Layers that read more than
 * {@value #MOST_CHANNELS} channels keep their weights.
 *
 * @param batches of normalised pictures, channels last
 * @param threads for each operation
 */
public record Reconstruction(List<float[]> batches, int threads) {
  /** Places in pictures at which layers are compared. */
  private static final int PLACES = 8192;

  /** Of more channels the equations take longer than they are worth. */
  private static final int MOST_CHANNELS = 2048;

  private static final double RIDGE = 1e-3;

  /** Ridge for as many channels as samples: few samples prove little. */
  private static final double RIDGE_OF_FEW = 0.1;

  /** About how many multiply-accumulates it takes for each picture: half a pass, twice, a layer. */
  public static double macsOfPicture(Network network) {
    long readers =
        network.nodes().stream().filter(node -> Reader.of(network, node).isPresent()).count();
    return (double) readers * network.counts().macs();
  }

  /**
   * Corrected weights of the narrow network.
   *
   * @param full the network before the cut
   * @param weights of the full network
   */
  @SuppressWarnings("try")
  public Weights of(ChannelSelection selection, Network full, Weights weights, Progress progress) {
    Map<String, Tensor> corrected = new LinkedHashMap<>(selection.slice(weights).tensors());
    boolean[] changed = changed(selection, full);
    int count = full.nodes().size();
    try (Torch.ThreadScope scope = Torch.threads(threads)) {
      for (Node node : full.nodes()) {
        progress.check();
        // Asked of the full network: a depthwise convolution cut to one channel looks like another.
        Optional<Reader> reader = Reader.of(full, node);
        if (reader.isPresent() && correctable(full, node, changed)) {
          correct(reader.get(), selection, full, weights, corrected);
        }
        progress.update(node.id() + 1L, count, "reconstructing " + node.name());
      }
    }
    return new Weights(corrected);
  }

  private static boolean correctable(Network full, Node node, boolean[] changed) {
    return changed[node.input()] && full.channels(node.input()) <= MOST_CHANNELS;
  }

  /** Nodes that compute something else since the cut, or lost channels. */
  private static boolean[] changed(ChannelSelection selection, Network full) {
    boolean[] changed = new boolean[full.nodes().size()];
    for (Node node : full.nodes()) {
      changed[node.id()] =
          selection.narrow().channels(node.id()) < full.channels(node.id())
              || node.inputs().stream().anyMatch(input -> changed[input]);
    }
    return changed;
  }

  private void correct(
      Reader reader,
      ChannelSelection selection,
      Network full,
      Weights weights,
      Map<String, Tensor> corrected) {
    int input = reader.node().input();
    int[] kept = selection.keptOutputChannels(input);
    Samples samples = new Samples(batches, PLACES);
    float[][] before = samples.of(full, weights, input);
    float[][] after = samples.of(selection.narrow(), new Weights(corrected), input);
    double ridge = Math.max(RIDGE, RIDGE_OF_FEW * kept.length / before.length);
    Correction correction =
        Correction.learn(before, after, kept, reader.shiftName().isPresent(), ridge);
    reader.correct(
        corrected,
        weights.get(reader.node().name() + ".weight"),
        kept,
        outputs(selection, full, reader.node()),
        correction);
  }

  /** For each output of the narrow layer its place among all. */
  private static int[] outputs(ChannelSelection selection, Network full, Node node) {
    return node.layer() instanceof Dense dense && !full.channelsLast(node.id())
        ? IntStream.range(0, dense.out()).toArray()
        : selection.keptOutputChannels(node.id());
  }
}
