package dev.notch.timing;

import dev.notch.models.progress.Progress;
import dev.notch.profiler.OpKind;
import dev.notch.profiler.sample.ConfigSampler;
import dev.notch.timing.TrainingData.Layer;
import dev.notch.timing.TrainingData.Total;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * Finds the {@link Intervals} of a model by cross-conformal prediction (Vovk, Cross-conformal
 * predictors, 2015): networks are dealt into folds, each fold's layers and totals are priced by a
 * model fitted to the others, and the ratios of measured to predicted times give the spreads. A
 * leaf with few ratios takes all of its kind; a kind that no fold could price has no intervals.
 */
final class Calibration {
  private static final int FOLDS = 5;
  private static final int FEWEST_NETWORKS = 2 * FOLDS;

  private final TimingModel model;
  private final Map<String, Integer> folds = new HashMap<>();
  private final Map<OpKind, LeafRatios> kinds = new EnumMap<>(OpKind.class);
  private final List<Double> architectures = new ArrayList<>();
  private final List<Double> chains = new ArrayList<>();

  private Calibration(TimingModel model, TrainingData data) {
    this.model = model;
    data.totals().forEach(t -> folds.put(t.id(), folds.size() % FOLDS));
  }

  /** Makes a model without intervals from data. */
  interface Fit {
    TimingModel fit(TrainingData data);
  }

  /**
   * The intervals of a model; none if fewer than {@value #FEWEST_NETWORKS} networks were measured.
   *
   * @param data what the model was fitted to
   * @param fit how it was fitted
   * @param drift how much whole networks differ between two times of a profile, as a share
   */
  static Optional<Intervals> of(
      TimingModel model, TrainingData data, Fit fit, double drift, Progress progress) {
    if (data.totals().size() < FEWEST_NETWORKS) {
      return Optional.empty();
    }
    Calibration calibration = new Calibration(model, data);
    for (int fold = 0; fold < FOLDS; fold++) {
      progress.check();
      progress.update(fold, FOLDS, "prediction intervals");
      calibration.hold(data, fold, fit);
    }
    return calibration.networks().isEmpty()
        ? Optional.empty()
        : Optional.of(calibration.intervals(drift));
  }

  private void hold(TrainingData data, int fold, Fit fit) {
    ToIntFunction<String> foldOf =
        id -> folds.getOrDefault(id, Math.floorMod(id.hashCode(), FOLDS));
    TimingModel other =
        fit.fit(
            new TrainingData(
                data.layers().stream().filter(l -> foldOf.applyAsInt(l.network()) != fold).toList(),
                data.totals().stream().filter(t -> foldOf.applyAsInt(t.id()) != fold).toList()));
    data.layers().stream()
        .filter(l -> foldOf.applyAsInt(l.network()) == fold)
        .filter(l -> other.trees().containsKey(l.config().kind()))
        .forEach(l -> layer(l, other));
    NetworkLatency latency = new NetworkLatency(other);
    data.totals().stream()
        .filter(t -> foldOf.applyAsInt(t.id()) == fold)
        .filter(t -> t.steps().stream().allMatch(s -> other.trees().containsKey(s.kind())))
        .forEach(t -> network(t, latency));
  }

  private void layer(Layer layer, TimingModel other) {
    OpKind kind = layer.config().kind();
    double predicted = other.predict(layer.config());
    if (predicted > 0 && model.trees().containsKey(kind)) {
      int leaf = model.explain(layer.config()).leaf().index();
      kinds.computeIfAbsent(kind, k -> new LeafRatios()).add(leaf, layer.ms() / predicted);
    }
  }

  private void network(Total total, NetworkLatency latency) {
    List<Double> ratios = total.name().equals(ConfigSampler.CHAIN) ? chains : architectures;
    ratios.add(total.ms() / latency.milliseconds(total.steps()));
  }

  /** Random networks are further off than those that users predict; they count if there are few. */
  private List<Double> networks() {
    if (architectures.size() >= FEWEST_NETWORKS) {
      return architectures;
    }
    return Stream.of(architectures, chains).flatMap(List::stream).toList();
  }

  private Intervals intervals(double drift) {
    Map<OpKind, List<Double>> spreads = new EnumMap<>(OpKind.class);
    kinds.forEach(
        (kind, ratios) ->
            spreads.put(
                kind,
                model.trees().get(kind).leaves().stream()
                    .map(leaf -> ratios.spread(leaf.index()))
                    .toList()));
    return new Intervals(Intervals.LEVEL, spreads, withDrift(spread(networks()), drift));
  }

  private static double spread(List<Double> ratios) {
    return Intervals.spread(
        Intervals.LEVEL, ratios.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Held-out networks were measured beside those that the model learned from; at another time the
   * machine is another by {@code drift}. Independent errors add in squares.
   */
  private static double withDrift(double spread, double drift) {
    return Math.exp(Math.hypot(Math.log(spread), Math.log1p(drift)));
  }
}
