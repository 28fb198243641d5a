package dev.notch.profiler.repeat;

import dev.notch.profiler.store.LayerSample;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.NetworkTotal;
import dev.notch.profiler.store.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What two profiles differ by, of what both measured.
 *
 * @param networks architecture by architecture; random networks are {@code chain}
 * @param allNetworks all of them; empty if the two have no network in common
 * @param calibration the networks that tell what measuring costs; empty without them
 * @param layers kind by kind: the same step of the same network, or the same layer alone
 * @param allLayers all of them
 */
public record Differences(
    Map<String, Spread> networks,
    Optional<Spread> allNetworks,
    Optional<Spread> calibration,
    Map<String, Spread> layers,
    Optional<Spread> allLayers) {

  /** Two times of one thing. */
  private record Pair(String group, double first, double second) {}

  static Differences of(Measurements first, Measurements second) {
    List<Pair> networks = networks(first.totals(), second.totals());
    List<Pair> layers = layers(first, second);
    return new Differences(
        groups(networks),
        spread(networks),
        spread(networks(first.calibrationTotals(), second.calibrationTotals())),
        groups(layers),
        spread(layers));
  }

  /** What each sentinel typically took; sentinels are never corrected. */
  static Optional<Spread> sentinels(Measurements first, Measurements second) {
    Map<String, Double> others = second.sentinelMicros();
    List<Pair> pairs = new ArrayList<>();
    first
        .sentinelMicros()
        .forEach(
            (sentinel, micros) -> {
              if (others.containsKey(sentinel)) {
                pairs.add(new Pair(sentinel, micros, others.get(sentinel)));
              }
            });
    return spread(pairs);
  }

  boolean empty() {
    return allNetworks.isEmpty() && allLayers.isEmpty() && calibration.isEmpty();
  }

  private static List<Pair> networks(List<NetworkTotal> first, List<NetworkTotal> second) {
    Map<String, NetworkTotal> others = new LinkedHashMap<>();
    second.forEach(total -> others.put(total.network().id(), total));
    List<Pair> pairs = new ArrayList<>();
    for (NetworkTotal total : first) {
      NetworkTotal other = others.get(total.network().id());
      if (other != null) {
        pairs.add(
            new Pair(total.network().name(), total.timing().quietMs(), other.timing().quietMs()));
      }
    }
    return pairs;
  }

  private static List<Pair> layers(Measurements first, Measurements second) {
    Map<String, List<LayerSample>> others = bySubject(second);
    List<Pair> pairs = new ArrayList<>();
    bySubject(first)
        .forEach(
            (subject, samples) -> {
              List<LayerSample> again = others.getOrDefault(subject, List.of());
              IntStream.range(0, Math.min(samples.size(), again.size()))
                  .forEach(i -> pairs.add(pair(samples.get(i), again.get(i))));
            });
    return pairs;
  }

  private static Pair pair(LayerSample first, LayerSample second) {
    return new Pair(first.config().kind().label(), first.ms(), second.ms());
  }

  /** The steps of each network in their order, and each layer that was measured alone. */
  private static Map<String, List<LayerSample>> bySubject(Measurements measurements) {
    Map<String, List<LayerSample>> subjects = new LinkedHashMap<>();
    for (LayerSample sample : measurements.layers()) {
      String subject =
          sample.origin() == Origin.CONTEXT ? sample.network() : sample.config().text();
      subjects.computeIfAbsent(subject, s -> new ArrayList<>()).add(sample);
    }
    return subjects;
  }

  private static Map<String, Spread> groups(List<Pair> pairs) {
    Map<String, List<Pair>> groups = new TreeMap<>();
    pairs.forEach(p -> groups.computeIfAbsent(p.group(), g -> new ArrayList<>()).add(p));
    Map<String, Spread> spreads = new LinkedHashMap<>();
    groups.forEach((name, group) -> spreads.put(name, spread(group).orElseThrow()));
    return spreads;
  }

  private static Optional<Spread> spread(List<Pair> pairs) {
    return pairs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Spread.of(
                pairs.stream()
                    .map(p -> new double[] {p.first(), p.second()})
                    .toArray(double[][]::new)));
  }
}
