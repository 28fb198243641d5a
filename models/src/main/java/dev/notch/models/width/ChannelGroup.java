package dev.notch.models.width;

import java.util.List;

/**
 * Channel dimensions that can only be cut together: one free width of a network.
 *
 * @param id position in {@link ChannelGroups#groups()} and in every {@link WidthPlan}
 * @param name name of the first layer that makes these channels
 * @param width channels of the network as it is
 * @param producers the nodes that make these channels, ascending
 */
public record ChannelGroup(int id, String name, int width, List<Integer> producers) {

  public ChannelGroup {
    if (width < 1) {
      throw new IllegalArgumentException("group " + name + " has no channels: " + width);
    }
    producers = List.copyOf(producers);
  }
}
