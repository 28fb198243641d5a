package dev.notch.timing.holdout;

import dev.notch.models.progress.Progress;
import dev.notch.profiler.OpKind;
import dev.notch.timing.Features;
import dev.notch.timing.TrainingData;
import dev.notch.timing.TrainingData.Layer;
import dev.notch.timing.evaluation.Baselines;
import dev.notch.timing.evaluation.CrossValidation;
import dev.notch.timing.evaluation.ErrorStats;
import dev.notch.timing.evaluation.Regressor;
import dev.notch.timing.holdout.LayerErrors.BaselineErrors;
import dev.notch.timing.tree.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * What Smile's learners and a line make of the same measured layers, kind by kind as the timing
 * trees do. All learn from the same rows; of kinds with very many of them from a part, because
 * support vector regression takes minutes for more.
 */
final class BaselineSection {
  private static final int MOST_ROWS = 3000;

  private final Map<OpKind, List<Layer>> training;
  private final long seed;

  BaselineSection(TrainingData training, long seed) {
    this.training = training.byKind();
    this.seed = seed;
  }

  /** Errors on these layers, all kinds pooled; each kind has rows to learn from. */
  BaselineErrors errors(Map<OpKind, List<TestLayer>> asked, Progress progress) {
    if (asked.isEmpty()) {
      return BaselineErrors.NONE;
    }
    Map<OpKind, List<Row>> rows = new LinkedHashMap<>();
    asked.keySet().forEach(kind -> rows.put(kind, rows(kind)));
    Map<String, ErrorStats> byName = new LinkedHashMap<>();
    for (Regressor baseline : Baselines.all()) {
      byName.put(baseline.name(), error(baseline, asked, rows, progress));
    }
    return new BaselineErrors(
        rows.values().stream().mapToInt(List::size).sum(),
        asked.keySet().stream().mapToInt(kind -> training.get(kind).size()).sum(),
        byName,
        Optional.of(error(CrossValidation.tree(), asked, rows, progress)));
  }

  private ErrorStats error(
      Regressor regressor,
      Map<OpKind, List<TestLayer>> asked,
      Map<OpKind, List<Row>> rows,
      Progress progress) {
    List<PricedLayer> priced = new ArrayList<>();
    asked.forEach(
        (kind, layers) -> {
          progress.check();
          ToDoubleFunction<Row> fitted = regressor.fit(rows.get(kind), seed);
          for (TestLayer layer : layers) {
            Row row = Features.row(layer.config(), layer.time().ms());
            priced.add(new PricedLayer(layer, fitted.applyAsDouble(row), Optional.empty(), true));
          }
        });
    return PricedLayer.errors(priced);
  }

  /** The rows of a kind, or as many as anybody may learn from, drawn by the seed. */
  private List<Row> rows(OpKind kind) {
    List<Layer> layers = new ArrayList<>(training.get(kind));
    SplittableRandom random = new SplittableRandom(seed);
    int size = Math.min(layers.size(), MOST_ROWS);
    for (int i = 0; size < layers.size() && i < size; i++) {
      java.util.Collections.swap(layers, i, i + random.nextInt(layers.size() - i));
    }
    return layers.subList(0, size).stream().map(l -> Features.row(l.config(), l.ms())).toList();
  }
}
