package dev.notch.timing.holdout;

import dev.notch.models.NotchException;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.store.LayerSample;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.NetworkTotal;
import dev.notch.profiler.store.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** The measured test networks and their layers, each with what its two halves say. */
final class TestStore {
  private final Measurements test;
  private final Measurements.Halves halves;
  private final Set<LayerConfig> known;

  /**
   * @param known configurations that were learned from
   */
  TestStore(Measurements test, Set<LayerConfig> known) {
    this.test = test;
    this.halves = test.halves();
    this.known = known;
  }

  /**
   * The networks that are asked about and were not learned from, in the order asked.
   *
   * @throws NotchException if one was not measured
   */
  List<TestNetwork> networks(List<String> asked, Set<String> learned) {
    Map<String, NetworkTotal> totals = totals(test);
    Map<String, NetworkTotal> first = totals(halves.first());
    Map<String, NetworkTotal> second = totals(halves.second());
    Map<String, Integer> next = new HashMap<>();
    List<TestNetwork> networks = new ArrayList<>();
    for (String id : asked) {
      if (!totals.containsKey(id)) {
        throw new NotchException("test network " + id + " was not measured; evaluate again");
      }
      MeasuredNetwork network = totals.get(id).network();
      int index = next.merge(network.name(), 1, Integer::sum) - 1;
      if (!learned.contains(id)) {
        Repeated time = Repeated.of(ms(totals, id).orElseThrow(), ms(first, id), ms(second, id));
        networks.add(
            new TestNetwork(
                network.name(), index, network.plan(), network.steps(), time, known(network)));
      }
    }
    return networks;
  }

  /** Each configuration of a layer that was not learned from. */
  List<TestLayer> layers(MeasuredSets sets, Set<String> learned) {
    Set<String> ids = new HashSet<>(sets.networks());
    ids.addAll(sets.chains());
    ids.removeAll(learned);
    Map<LayerConfig, Double> first = means(halves.first(), ids);
    Map<LayerConfig, Double> second = means(halves.second(), ids);
    List<TestLayer> layers = new ArrayList<>();
    means(test, ids)
        .forEach(
            (config, ms) -> {
              if (!known.contains(config)) {
                Repeated time = Repeated.of(ms, get(first, config), get(second, config));
                layers.add(new TestLayer(config, time));
              }
            });
    return layers;
  }

  private double known(MeasuredNetwork network) {
    return network.steps().stream().filter(known::contains).count()
        / (double) network.steps().size();
  }

  private static Map<String, NetworkTotal> totals(Measurements measurements) {
    return measurements.totals().stream()
        .collect(Collectors.toMap(total -> total.network().id(), total -> total));
  }

  private static OptionalDouble ms(Map<String, NetworkTotal> totals, String id) {
    NetworkTotal total = totals.get(id);
    return total == null ? OptionalDouble.empty() : OptionalDouble.of(total.timing().quietMs());
  }

  private static OptionalDouble get(Map<LayerConfig, Double> times, LayerConfig config) {
    Double ms = times.get(config);
    return ms == null ? OptionalDouble.empty() : OptionalDouble.of(ms);
  }

  /** The mean time of each configuration over its places in the test networks. */
  private static Map<LayerConfig, Double> means(Measurements measurements, Set<String> ids) {
    return measurements.layers().stream()
        .filter(s -> s.origin() == Origin.CONTEXT && ids.contains(s.network()))
        .collect(
            Collectors.groupingBy(
                LayerSample::config,
                LinkedHashMap::new,
                Collectors.averagingDouble(LayerSample::ms)));
  }
}
