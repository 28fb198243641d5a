package dev.notch.profiler;

import dev.notch.models.graph.Network;
import dev.notch.profiler.sample.NetworkSample;
import dev.notch.profiler.sample.SingleLayer;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Origin;
import java.util.Optional;
import java.util.Set;

/**
 * What a profile visits, and how the store knows it.
 *
 * @param measured empty for a layer alone
 * @param id of the network, or the text of the layer
 */
record Subject(Network network, Optional<MeasuredNetwork> measured, String id) {
  /** Loading and warming up a network costs about as much as this many multiply-accumulates. */
  private static final double FIXED_COST = 250e6;

  static Subject of(NetworkSample sample, Lowering lowering) {
    MeasuredNetwork measured = MeasuredNetwork.of(lowering.lower(sample.network()), sample.plan());
    return new Subject(sample.network(), Optional.of(measured), measured.id());
  }

  static Subject of(LayerConfig config) {
    return new Subject(SingleLayer.of(config), Optional.empty(), config.text());
  }

  /** The different layer configurations of which it gives samples. */
  Set<LayerConfig> samples() {
    return measured.map(MeasuredNetwork::samples).orElseGet(() -> Set.of(LayerConfig.parse(id)));
  }

  /** Rounds that are stored; of a network those in which both total and steps were measured. */
  int rounds(RoundCounter counter) {
    if (measured.isEmpty()) {
      return counter.rounds(Origin.ALONE, id);
    }
    return Math.min(counter.rounds(Origin.TOTAL, id), counter.rounds(Origin.CONTEXT, id));
  }

  /** Who knows how often something was visited. */
  interface RoundCounter {
    int rounds(Origin origin, String subject);
  }

  long weightBytes() {
    return network.counts().parameters() * Float.BYTES;
  }

  double cost() {
    return FIXED_COST + network.counts().macs();
  }
}
