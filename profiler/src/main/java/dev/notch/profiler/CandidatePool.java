package dev.notch.profiler;

import dev.notch.models.graph.Network;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.profiler.NetworkChooser.Suspects;
import dev.notch.profiler.sample.ConfigSampler;
import dev.notch.profiler.sample.NetworkSample;
import dev.notch.profiler.store.MeasuredNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The networks among which a profile chooses: for each wave others. */
final class CandidatePool {
  private static final int VARIANTS = 100;
  private static final int LEAST_VARIANTS = 8;
  private static final int CHAINS = 20;

  /** The first wave begins far beyond what the seed alone says to measure. */
  private static final int WAVE = 100_000;

  private static final Predicate<String> WIDTHS =
      Pattern.compile("[1-9][0-9]{0,5}( [1-9][0-9]{0,5})*").asMatchPredicate();
  private static final Predicate<String> CHAIN =
      Pattern.compile("-?[0-9]{1,18}:[0-9]{1,9}").asMatchPredicate();

  private final ProfileRequest request;
  private final Lowering lowering;
  private final ConfigSampler sampler;
  private final Map<Network, ChannelGroups> groups = new HashMap<>();

  CandidatePool(ProfileRequest request, Lowering lowering) {
    this.request = request;
    this.lowering = lowering;
    this.sampler = new ConfigSampler(request.seed());
  }

  /** Variants of the networks at random widths, and random networks if the effort wants some. */
  List<Subject> plain(int wave) {
    List<NetworkSample> samples = new ArrayList<>();
    request
        .networks()
        .forEach(network -> samples.addAll(sampler.variants(groups(network), from(wave), each())));
    if (request.effort().chainCount() > 0) {
      samples.addAll(sampler.chains(request.effort().chains(), from(wave), CHAINS));
    }
    return subjects(samples);
  }

  /** The same, and as many variants again whose widths are at what is suspected. */
  List<Subject> of(int wave, Suspects suspects) {
    List<Subject> pool = new ArrayList<>(plain(wave));
    for (Network network : request.networks()) {
      pool.addAll(subjects(sampler.notched(groups(network), from(wave), each(), suspects)));
    }
    return pool;
  }

  /** A network of the store, built again; empty if it is none that could have been chosen. */
  Optional<Subject> rebuilt(MeasuredNetwork stored) {
    return sample(stored)
        .map(sample -> Subject.of(sample, lowering))
        .filter(subject -> subject.id().equals(stored.id()));
  }

  private Optional<NetworkSample> sample(MeasuredNetwork stored) {
    if (stored.name().equals(ConfigSampler.CHAIN)) {
      return chain(stored.plan());
    }
    return WIDTHS.test(stored.plan())
        ? request.networks().stream()
            .filter(network -> network.name().equals(stored.name()))
            .findFirst()
            .flatMap(network -> narrowed(network, stored.plan()))
        : Optional.empty();
  }

  private Optional<NetworkSample> narrowed(Network network, String plan) {
    WidthPlan widths =
        new WidthPlan(Arrays.stream(plan.split(" ")).mapToInt(Integer::parseInt).toArray());
    ChannelGroups own = groups(network);
    return widths.size() == own.size() && own.isLegal(widths)
        ? Optional.of(new NetworkSample(Narrowing.narrow(network, own, widths), plan))
        : Optional.empty();
  }

  private Optional<NetworkSample> chain(String plan) {
    if (request.effort().chainCount() == 0 || !CHAIN.test(plan)) {
      return Optional.empty();
    }
    String[] parts = plan.split(":");
    ConfigSampler drawn = new ConfigSampler(Long.parseLong(parts[0]));
    return Optional.of(
        drawn.chains(request.effort().chains(), Integer.parseInt(parts[1]), 1).get(0));
  }

  private ChannelGroups groups(Network network) {
    return groups.computeIfAbsent(network, ChannelGroups::of);
  }

  private List<Subject> subjects(List<NetworkSample> samples) {
    return samples.stream().map(sample -> Subject.of(sample, lowering)).toList();
  }

  private int each() {
    return Math.max(LEAST_VARIANTS, VARIANTS / Math.max(1, request.networks().size()));
  }

  private static int from(int wave) {
    return WAVE * wave;
  }
}
