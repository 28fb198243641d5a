package dev.notch.timing.holdout;

import dev.notch.models.NotchException;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.NetworkTotal;
import dev.notch.timing.TrainingData;
import java.util.HashSet;
import java.util.List;
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
   * @param sets says which networks are asked about
   * @throws NotchException if one of them was not measured, or nothing is left to learn from or to
   *     ask
   */
  static TestData of(Measurements profile, Measurements test, MeasuredSets sets) {
    List<String> asked = sets.networks();
    Set<String> unlearned = fullWidth(profile, Set.copyOf(asked));
    TrainingData training = without(TrainingData.of(profile), unlearned);
    Set<String> learned =
        training.totals().stream().map(TrainingData.Total::id).collect(Collectors.toSet());
    TestStore store = new TestStore(test, known(training));
    List<TestNetwork> networks = store.networks(asked, learned);
    if (training.layers().isEmpty() || networks.isEmpty()) {
      throw new NotchException("there are no measured networks to learn from, or none to ask");
    }
    return new TestData(
        training,
        networks,
        store.layers(sets, learned),
        unlearned.size(),
        asked.size() - networks.size());
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

  private static Set<String> fullWidth(Measurements profile, Set<String> asked) {
    return profile.totals().stream()
        .map(NetworkTotal::network)
        .filter(network -> network.plan().isEmpty())
        .map(MeasuredNetwork::id)
        .filter(asked::contains)
        .collect(Collectors.toSet());
  }
}
