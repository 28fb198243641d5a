package dev.notch.profiler;

import dev.notch.models.graph.Network;
import dev.notch.profiler.sample.ConfigSampler;
import dev.notch.profiler.sample.NetworkSample;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Origin;
import java.util.ArrayList;
import java.util.List;

/** A network that a profile visits, and how the store knows it. */
record Subject(Network network, MeasuredNetwork measured, String id) {
  /** Loading and visiting a network costs about as much as this many multiply-accumulates. */
  private static final double FIXED_COST = 50e6;

  static Subject of(NetworkSample sample, Lowering lowering) {
    MeasuredNetwork measured = MeasuredNetwork.of(lowering.lower(sample.network()), sample.plan());
    return new Subject(sample.network(), measured, measured.id());
  }

  /** All that a request asks for, each network once. */
  static List<Subject> all(ProfileRequest request, Lowering lowering) {
    ConfigSampler sampler = new ConfigSampler(request.seed());
    List<NetworkSample> samples = new ArrayList<>(ConfigSampler.calibration());
    for (Network network : request.networks()) {
      if (request.fullWidth()) {
        samples.add(new NetworkSample(network, ""));
      }
      samples.addAll(sampler.variants(network, request.effort().variants()));
    }
    samples.addAll(sampler.chains(request.effort().chains(), request.effort().chainCount()));
    return samples.stream().map(sample -> of(sample, lowering)).distinct().toList();
  }

  /** Rounds in which both its total and its steps were measured. */
  int rounds(RoundCounter counter) {
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
