package dev.notch.timing.holdout;

import dev.notch.models.NotchException;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.Timing;
import dev.notch.profiler.store.LayerSample;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.NetworkTotal;
import dev.notch.profiler.store.Origin;
import dev.notch.timing.TrainingData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is learned from and what is asked, without anything in common: full-width networks that a
 * profile holds are not learned from, and a random variant that a profile holds by chance is not
 * asked about.
 *
 * @param training what a model may learn from
 * @param networks the test networks, family by family
 * @param layers their layers that occur nowhere in {@code training}, each configuration once
 * @param unlearned full-width networks of the profile that are not learned from
 * @param unasked variants that are left out because the profile holds them
 */
public record TestData(
    TrainingData training,
    List<TestNetwork> networks,
    List<TestLayer> layers,
    int unlearned,
    int unasked) {

  public TestData {
    networks = List.copyOf(networks);
    layers = List.copyOf(layers);
  }

  /**
   * @param asked ids of the test networks, family by family
   * @throws NotchException if nothing is left to learn from or to ask
   */
  static TestData of(Measurements profile, Measurements test, List<String> asked) {
    Set<String> unlearned =
        ids(profile.totals().stream().map(NetworkTotal::network).toList()).entrySet().stream()
            .filter(e -> e.getValue().plan().isEmpty() && asked.contains(e.getKey()))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    TrainingData training = without(TrainingData.of(profile), unlearned);
    Set<String> learned =
        training.totals().stream().map(TrainingData.Total::id).collect(Collectors.toSet());
    List<String> left = asked.stream().filter(id -> !learned.contains(id)).toList();
    Set<LayerConfig> known = known(training);
    List<TestNetwork> networks = networks(test, left, known);
    List<TestLayer> layers = layers(test, Set.copyOf(left), known);
    if (training.layers().isEmpty() || networks.isEmpty()) {
      throw new NotchException("there are no measured networks to learn from, or none to ask");
    }
    return new TestData(training, networks, layers, unlearned.size(), asked.size() - left.size());
  }

  /** The same data without some networks and their layers. */
  static TrainingData without(TrainingData data, Set<String> ids) {
    return new TrainingData(
        data.layers().stream().filter(l -> !ids.contains(l.network())).toList(),
        data.totals().stream().filter(t -> !ids.contains(t.id())).toList());
  }

  /** All configurations that a model has seen the time of. */
  static Set<LayerConfig> known(TrainingData training) {
    Set<LayerConfig> known = new HashSet<>();
    training.layers().forEach(layer -> known.add(layer.config()));
    return known;
  }

  private static Map<String, MeasuredNetwork> ids(List<MeasuredNetwork> networks) {
    Map<String, MeasuredNetwork> ids = new LinkedHashMap<>();
    networks.forEach(network -> ids.put(network.id(), network));
    return ids;
  }

  private static List<TestNetwork> networks(
      Measurements test, List<String> asked, Set<LayerConfig> known) {
    Measurements.Halves halves = test.halves();
    Map<String, Double> first = totals(halves.first());
    Map<String, Double> second = totals(halves.second());
    Map<String, Integer> next = new HashMap<>();
    List<TestNetwork> networks = new ArrayList<>();
    Map<String, NetworkTotal> all = new HashMap<>();
    test.totals().forEach(total -> all.put(total.network().id(), total));
    for (String id : asked) {
      NetworkTotal total = all.get(id);
      if (total != null) {
        MeasuredNetwork n = total.network();
        Repeated time = Repeated.of(quiet(total.timing()), get(first, n.id()), get(second, n.id()));
        int index = next.merge(n.name(), 1, Integer::sum) - 1;
        double share =
            n.steps().stream().mapToInt(s -> known.contains(s) ? 1 : 0).average().orElse(0);
        networks.add(new TestNetwork(n.name(), index, n.plan(), n.steps(), time, share));
      }
    }
    return networks;
  }

  private static Map<String, Double> totals(Measurements measurements) {
    Map<String, Double> totals = new HashMap<>();
    measurements.totals().forEach(t -> totals.put(t.network().id(), quiet(t.timing())));
    return totals;
  }

  private static double quiet(Timing timing) {
    return timing.quietMs();
  }

  private static OptionalDouble get(Map<String, Double> times, String id) {
    Double ms = times.get(id);
    return ms == null ? OptionalDouble.empty() : OptionalDouble.of(ms);
  }

  private static List<TestLayer> layers(
      Measurements test, Set<String> asked, Set<LayerConfig> known) {
    Measurements.Halves halves = test.halves();
    Map<LayerConfig, Double> first = means(halves.first(), asked);
    Map<LayerConfig, Double> second = means(halves.second(), asked);
    List<TestLayer> layers = new ArrayList<>();
    means(test, asked)
        .forEach(
            (config, ms) -> {
              if (!known.contains(config)) {
                OptionalDouble a = optional(first.get(config));
                OptionalDouble b = optional(second.get(config));
                layers.add(new TestLayer(config, Repeated.of(ms, a, b)));
              }
            });
    return layers;
  }

  private static OptionalDouble optional(Double ms) {
    return ms == null ? OptionalDouble.empty() : OptionalDouble.of(ms);
  }

  /** The mean time of each configuration over its places in the test networks. */
  private static Map<LayerConfig, Double> means(Measurements measurements, Set<String> asked) {
    return measurements.layers().stream()
        .filter(s -> s.origin() == Origin.CONTEXT && asked.contains(s.network()))
        .collect(
            Collectors.groupingBy(
                LayerSample::config,
                LinkedHashMap::new,
                Collectors.averagingDouble(LayerSample::ms)));
  }
}
