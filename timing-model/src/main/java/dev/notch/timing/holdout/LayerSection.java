package dev.notch.timing.holdout;

import dev.notch.models.progress.Progress;
import dev.notch.profiler.OpKind;
import dev.notch.timing.TimingModel;
import dev.notch.timing.evaluation.ErrorStats;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Compares the layers of the test networks group by group, beside the baselines if asked. */
final class LayerSection {
  private final TestData data;
  private final TimingModel model;
  private final Optional<BaselineSection> baselines;

  LayerSection(TestData data, TimingModel model, Optional<BaselineSection> baselines) {
    this.data = data;
    this.model = model;
    this.baselines = baselines;
  }

  /** The errors of each group that has layers, in the order of the groups. */
  List<LayerErrors> errors(Progress progress) {
    Map<LayerGroup, List<TestLayer>> groups = new EnumMap<>(LayerGroup.class);
    data.layers()
        .forEach(
            layer ->
                groups
                    .computeIfAbsent(LayerGroup.of(layer.config().kind()), g -> new ArrayList<>())
                    .add(layer));
    List<LayerErrors> errors = new ArrayList<>();
    groups.forEach(
        (group, layers) -> {
          progress.check();
          progress.update(errors.size(), groups.size(), group.label());
          errors.add(of(group, layers, progress));
        });
    return List.copyOf(errors);
  }

  private LayerErrors of(LayerGroup group, List<TestLayer> layers, Progress progress) {
    List<PricedLayer> priced = PricedLayer.of(model, layers);
    Optional<ErrorStats> errors =
        priced.isEmpty() ? Optional.empty() : Optional.of(PricedLayer.errors(priced));
    return new LayerErrors(
        group,
        errors,
        Repeated.noiseFloor(layers.stream().map(TestLayer::time).toList()),
        layers.size() - priced.size(),
        baselines
            .map(section -> section.errors(byKind(priced), progress))
            .orElse(LayerErrors.BaselineErrors.NONE));
  }

  private static Map<OpKind, List<TestLayer>> byKind(List<PricedLayer> layers) {
    Map<OpKind, List<TestLayer>> kinds = new EnumMap<>(OpKind.class);
    layers.forEach(
        priced ->
            kinds
                .computeIfAbsent(priced.layer().config().kind(), k -> new ArrayList<>())
                .add(priced.layer()));
    return kinds;
  }
}
