package dev.notch.timing.holdout;

import dev.notch.models.progress.Progress;
import dev.notch.timing.Fitter;
import dev.notch.timing.TimingModel;
import dev.notch.timing.TrainingData;
import dev.notch.timing.evaluation.ErrorStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an architecture gets that nobody profiled: its test networks, priced by a model that was
 * fitted to all others.
 *
 * @param errors empty if no network could be priced
 * @param unpriced networks with a layer of a kind that no other architecture has
 */
public record LeftOut(
    String family, Optional<ErrorStats> errors, OptionalDouble rankCorrelation, int unpriced) {

  /** Each family of the test in turn. */
  static List<LeftOut> each(TestData data, String runtime, long seed, Progress progress) {
    List<String> families = data.networks().stream().map(TestNetwork::family).distinct().toList();
    List<LeftOut> all = new ArrayList<>();
    for (String family : families) {
      progress.check();
      progress.update(all.size(), families.size(), "without " + family);
      all.add(one(family, data, runtime, seed));
    }
    return List.copyOf(all);
  }

  private static LeftOut one(String family, TestData data, String runtime, long seed) {
    TrainingData others = without(family, data.training());
    List<TestNetwork> asked =
        data.networks().stream().filter(n -> n.family().equals(family)).toList();
    if (others.layers().isEmpty()) {
      return new LeftOut(family, Optional.empty(), OptionalDouble.empty(), asked.size());
    }
    TimingModel model = Fitter.model(others, runtime, seed);
    List<PricedNetwork> priced = PricedNetwork.of(model, asked);
    return new LeftOut(
        family,
        priced.isEmpty() ? Optional.empty() : Optional.of(PricedNetwork.errors(priced)),
        PricedNetwork.rankCorrelation(priced),
        asked.size() - priced.size());
  }

  private static TrainingData without(String family, TrainingData data) {
    Set<String> ids =
        data.totals().stream()
            .filter(total -> total.name().equals(family))
            .map(TrainingData.Total::id)
            .collect(Collectors.toSet());
    return TestData.without(data, ids);
  }
}
