package dev.notch.models.width;

import java.util.List;
import java.util.Optional;

/**
 * Layers whose channels come and go together, for a person to look at: those of a channel group, or
 * of channels that stay.
 *
 * @param id that of the {@link ChannelGroup}; frozen ones are counted on from there
 * @param name of the first layer that makes the channels
 * @param width in the network as it is
 * @param layers names of the convolutions, linear and free layers that put these channels out, in
 *     order; a layer whose channels come from several groups stands with each
 * @param frozen why the channels stay; empty if they need not
 */
public record CoupledLayers(
    int id, String name, int width, List<String> layers, Optional<String> frozen) {

  public CoupledLayers {
    layers = List.copyOf(layers);
  }
}
