package dev.notch.timing.holdout;

import dev.notch.models.progress.Progress;
import dev.notch.profiler.store.MeasuringTime;
import dev.notch.timing.Fitter;
import dev.notch.timing.TimingModel;
import dev.notch.timing.TrainingData;
import dev.notch.timing.TrainingData.Total;
import dev.notch.timing.evaluation.ErrorStats;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * How errors fall as more is measured: models that were fitted to ever larger parts of the profile,
 * each within the next. A part has the same share of every family's networks.
 */
public final class LearningCurve {
  private static final int[] PARTS = {16, 8, 4, 2, 1};

  private final TestData data;
  private final MeasuringTime time;
  private final String runtime;
  private final long seed;

  /**
   * @param share of the profile's networks
   * @param samples measured layers
   * @param configurations different ones among them
   * @param minutes of profiling, shared among networks like their runs
   * @param networks empty if none could be priced
   * @param layers the same of layers that occur nowhere in the whole profile
   */
  public record Point(
      double share,
      int samples,
      int configurations,
      int profiled,
      double minutes,
      Optional<ErrorStats> networks,
      Optional<ErrorStats> layers) {}

  LearningCurve(TestData data, MeasuringTime time, String runtime, long seed) {
    this.data = data;
    this.time = time;
    this.runtime = runtime;
    this.seed = seed;
  }

  List<Point> points(Progress progress) {
    Map<String, List<String>> order = order();
    List<Point> points = new ArrayList<>();
    for (int part : PARTS) {
      progress.check();
      progress.update(points.size(), PARTS.length, "1/" + part + " of the profile");
      points.add(point(part, order));
    }
    return List.copyOf(points);
  }

  /** The ids of each family's networks in the order in which they join. */
  Map<String, List<String>> order() {
    Map<String, List<String>> order =
        data.training().totals().stream()
            .collect(
                Collectors.groupingBy(
                    Total::name,
                    LinkedHashMap::new,
                    Collectors.mapping(Total::id, Collectors.toCollection(ArrayList::new))));
    SplittableRandom random = new SplittableRandom(seed);
    order.values().forEach(ids -> shuffle(ids, random));
    return order;
  }

  private static void shuffle(List<String> ids, SplittableRandom random) {
    ids.sort(null);
    for (int i = ids.size() - 1; i > 0; i--) {
      java.util.Collections.swap(ids, i, random.nextInt(i + 1));
    }
  }

  private Point point(int part, Map<String, List<String>> order) {
    TrainingData training = part(part, order);
    TimingModel model = Fitter.model(training, runtime, seed);
    List<PricedNetwork> networks = PricedNetwork.of(model, data.networks());
    List<PricedLayer> layers = PricedLayer.of(model, data.layers());
    return new Point(
        1.0 / part,
        training.layers().size(),
        TestData.known(training).size(),
        training.totals().size(),
        minutes(training),
        networks.isEmpty() ? Optional.empty() : Optional.of(PricedNetwork.errors(networks)),
        layers.isEmpty() ? Optional.empty() : Optional.of(PricedLayer.errors(layers)));
  }

  private TrainingData part(int part, Map<String, List<String>> order) {
    Set<String> kept = new HashSet<>();
    order.values().forEach(ids -> kept.addAll(ids.subList(0, (ids.size() + part - 1) / part)));
    Set<String> out =
        data.training().totals().stream()
            .map(Total::id)
            .filter(id -> !kept.contains(id))
            .collect(Collectors.toSet());
    return TestData.without(data.training(), out);
  }

  private double minutes(TrainingData training) {
    return Cost.minutes(time) * runs(training) / runs(data.training());
  }

  private double runs(TrainingData training) {
    return training.totals().stream()
        .mapToDouble(total -> time.runSeconds().getOrDefault(total.id(), 0.0))
        .sum();
  }
}
