package dev.notch.compressor.importance;

import dev.notch.models.NotchException;
import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelScores;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Ways to tell which channels matter. Every layer's scores are divided by their mean, so that
 * layers and groups compare; {@link dev.notch.models.width.ChannelSelection} adds up what is cut
 * together.
 */
public enum Importance {
  /** The L2 norm of a channel's filter (Li et al., arXiv:1608.08710, with L1). */
  FILTER_NORM("l2") {
    @Override
    Map<Integer, double[]> rawScores(Network network, Weights weights, GradientSource gradients) {
      Map<Integer, double[]> scores = new HashMap<>();
      network.nodes().stream()
          .filter(node -> hasFilters(network, node))
          .forEach(node -> scores.put(node.id(), filterNorms(node, weights)));
      return scores;
    }
  },

  /**
   * The size of batch normalisation's gamma (Liu et al., arXiv:1708.06519); where no batch
   * normalisation reads a layer, the norm of its filters.
   */
  BN_SCALE("bn") {
    @Override
    Map<Integer, double[]> rawScores(Network network, Weights weights, GradientSource gradients) {
      Map<Integer, double[]> scores = new HashMap<>();
      for (Node node : network.nodes()) {
        if (node.layer() instanceof BatchNorm) {
          scores.put(
              node.id(),
              ChannelSums.of(
                  node, weights.get(node.name() + ".weight"), (i, value) -> Math.abs(value)));
        } else if (makesChannels(network, node) && !normalised(network, node)) {
          scores.put(node.id(), filterNorms(node, weights));
        }
      }
      return scores;
    }
  },

  /**
   * How much the loss would change if a channel's weights became zero, to first order: the sum of
   * |weight x gradient| over weights and batches (after Molchanov et al., arXiv:1906.10771). Sizes
   * are added, not signed values: these cancel in a filter that batch normalisation follows, whose
   * scale the loss does not see.
   */
  TAYLOR("taylor") {
    @Override
    Map<Integer, double[]> rawScores(Network network, Weights weights, GradientSource gradients) {
      Map<Integer, double[]> scores = new HashMap<>();
      gradients.forEachBatch(
          network,
          weights,
          batch ->
              network.nodes().forEach(node -> addTaylor(network, node, weights, batch, scores)));
      return scores;
    }
  };

  private final String option;

  Importance(String option) {
    this.option = option;
  }

  /** How users name it. */
  public String option() {
    return option;
  }

  /**
   * @throws NotchException if there is no such importance
   */
  public static Importance parse(String option) {
    return Arrays.stream(values())
        .filter(importance -> importance.option.equals(option))
        .findFirst()
        .orElseThrow(
            () ->
                new NotchException(
                    "there is no importance "
                        + option
                        + "; choose one of "
                        + Arrays.stream(values())
                            .map(Importance::option)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Scores for the output channels of the layers that have weights.
   *
   * @param gradients asked by {@link #TAYLOR} only
   */
  public ChannelScores scores(Network network, Weights weights, GradientSource gradients) {
    Map<Integer, double[]> scores = rawScores(network, weights, gradients);
    scores.values().forEach(Importance::normalise);
    return new ChannelScores(scores);
  }

  abstract Map<Integer, double[]> rawScores(
      Network network, Weights weights, GradientSource gradients);

  private static double[] filterNorms(Node node, Weights weights) {
    double[] squares =
        ChannelSums.of(node, weights.get(node.name() + ".weight"), (i, value) -> value * value);
    return Arrays.stream(squares).map(Math::sqrt).toArray();
  }

  private static void addTaylor(
      Network network,
      Node node,
      Weights weights,
      Map<String, Tensor> gradients,
      Map<Integer, double[]> scores) {
    if (node.layer() instanceof FreeLayer && !hidden(network, node)) {
      return; // what it learns belongs to no channel
    }
    for (String name : Weights.shapes(node).keySet()) {
      if (gradients.containsKey(name)) {
        float[] gradient = gradients.get(name).data();
        double[] change =
            ChannelSums.of(node, weights.get(name), (i, value) -> Math.abs(value * gradient[i]));
        scores.merge(node.id(), change, ChannelSums::add);
      }
    }
  }

  /** Whether it is a dense layer that makes channels which can be cut. */
  private static boolean hidden(Network network, Node node) {
    return node.layer() instanceof Dense && network.channelsLast(node.id());
  }

  private static boolean hasFilters(Network network, Node node) {
    return hidden(network, node)
        || node.layer() instanceof Convolution
        || node.layer() instanceof TransposedConvolution
        || node.layer() instanceof Linear;
  }

  private static boolean makesChannels(Network network, Node node) {
    return hidden(network, node)
        || node.layer() instanceof Linear
        || (node.layer() instanceof Convolution c && !c.depthwise())
        || (node.layer() instanceof TransposedConvolution t
            && (t.groups() == 1 || t.groups() < t.in()));
  }

  private static boolean normalised(Network network, Node node) {
    List<Integer> readers = network.consumers(node.id());
    return readers.stream().anyMatch(id -> network.node(id).layer() instanceof BatchNorm);
  }

  private static void normalise(double[] scores) {
    double mean = Arrays.stream(scores).average().orElse(0);
    if (mean > 0) {
      Arrays.setAll(scores, i -> scores[i] / mean);
    }
  }
}
