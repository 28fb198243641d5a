package dev.notch.models.width;

import java.util.Map;

/**
 * How important the channels of some tensors are. Scores of channels that are cut together are
 * added up; tensors without scores count nothing. Among equals the first channels stay.
 *
 * @param byNode one score for every output channel of the node with this id
 */
public record ChannelScores(Map<Integer, double[]> byNode) {

  public ChannelScores {
    byNode = Map.copyOf(byNode);
    byNode.forEach(
        (node, scores) -> {
          for (double score : scores) {
            if (!Double.isFinite(score)) {
              throw new IllegalArgumentException("node " + node + " has a channel score " + score);
            }
          }
        });
  }

  /** All channels alike: the first of every kind stay. */
  public static ChannelScores alike() {
    return new ChannelScores(Map.of());
  }
}
