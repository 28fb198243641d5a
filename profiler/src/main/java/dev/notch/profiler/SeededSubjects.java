package dev.notch.profiler;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.profiler.sample.ConfigSampler;
import dev.notch.profiler.sample.NetworkSample;
import dev.notch.profiler.sample.ProfileEffort;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What the seed of a request alone says to measure: the beginning of an adaptive profile. */
final class SeededSubjects {
  private final ProfileRequest request;
  private final Lowering lowering;
  private final ConfigSampler sampler;

  private SeededSubjects(ProfileRequest request, Lowering lowering) {
    this.request = request;
    this.lowering = lowering;
    this.sampler = new ConfigSampler(request.seed());
  }

  /**
   * Each subject once, as many as the seeded share of the samples allows.
   *
   * @throws NotchException if there are too few samples for a single network
   */
  static List<Subject> of(ProfileRequest request, Lowering lowering) {
    return new SeededSubjects(request, lowering).all();
  }

  private List<Subject> all() {
    List<Subject> all = new ArrayList<>(helpers().map(this::subject).toList());
    SampleBudget budget = new SampleBudget(samples(), all);
    List<Subject> fitting =
        Stream.concat(networks().stream().map(this::subject), alone())
            .distinct()
            .filter(budget::take)
            .toList();
    if (fitting.isEmpty()) {
      throw new NotchException(
          request.effort().samples().orElse(0) + " samples are too few for a single network");
    }
    all.addAll(fitting);
    return List.copyOf(all);
  }

  private OptionalInt samples() {
    ProfileEffort effort = request.effort();
    return effort.samples().isEmpty()
        ? effort.samples()
        : OptionalInt.of((int) (effort.samples().getAsInt() * effort.adaptive().seeded()));
  }

  /** Networks that tell what tracing and moving tensors cost. */
  private Stream<NetworkSample> helpers() {
    return Stream.concat(
        ConfigSampler.calibration().stream(),
        ConfigSampler.layouts().stream()
            .filter(
                s ->
                    lowering.lower(s.network()).configs().stream()
                        .anyMatch(c -> c.kind().reorder())));
  }

  /** In an order of which every beginning has about the same share of each family. */
  private List<NetworkSample> networks() {
    List<NetworkSample> samples = new ArrayList<>();
    if (request.fullWidth()) {
      request.networks().forEach(network -> samples.add(new NetworkSample(network, "")));
    }
    int rounds = share(request.variantsEach());
    List<List<NetworkSample>> families = new ArrayList<>();
    for (Network network : request.networks()) {
      families.add(sampler.variants(network, rounds));
    }
    int count = share(request.effort().chainCount());
    List<NetworkSample> chains = sampler.chains(request.effort().chains(), count);
    for (int round = 0; round < rounds; round++) {
      int index = round;
      families.forEach(family -> samples.add(family.get(index)));
      samples.addAll(chains.subList(count * round / rounds, count * (round + 1) / rounds));
    }
    samples.addAll(rounds == 0 ? chains : List.of());
    return samples;
  }

  private Stream<Subject> alone() {
    return sampler.alone(request.effort().chains(), request.effort().alone(), lowering).stream()
        .map(Subject::of);
  }

  private int share(int count) {
    return (int) Math.ceil(count * request.effort().adaptive().seeded());
  }

  private Subject subject(NetworkSample sample) {
    return Subject.of(sample, lowering);
  }
}
