package dev.notch.timing;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.LayerConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What the benchmarks work on: the ten networks on a synthetic device, the same in every run. */
final class BenchmarkData {
  static final int SAMPLES = 5_000;
  static final long SEED = 1;
  private static final int PLANS = 8;

  private BenchmarkData() {}

  static Network network(String name) {
    return Zoo.build(name, 10, new Shape(3, 32, 32));
  }

  /** {@value #SAMPLES} layers of networks at random widths, and the totals of these networks. */
  static TrainingData profile() {
    TrainingData all = SyntheticProfile.of(Zoo.names(), PLANS, SEED, 0.05);
    return new TrainingData(mixed(all.layers()).subList(0, SAMPLES), all.totals());
  }

  static TimingModel model() {
    return Fitter.model(profile(), "onnxruntime", SEED);
  }

  /** Layers of all ten networks in a random order, none of them in the profile on purpose. */
  static List<LayerConfig> layers(int count) {
    TrainingData other = SyntheticProfile.of(Zoo.names(), PLANS, SEED + 1, 0);
    return mixed(other.layers()).subList(0, count).stream()
        .map(TrainingData.Layer::config)
        .toList();
  }

  private static <T> List<T> mixed(List<T> list) {
    List<T> mixed = new ArrayList<>(list);
    Collections.shuffle(mixed, new Random(SEED));
    return mixed;
  }
}
