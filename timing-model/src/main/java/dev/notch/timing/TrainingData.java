package dev.notch.timing;

import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.profiler.store.Measurements;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a timing model learns from: times of layers and of whole networks. */
public record TrainingData(List<Layer> layers, List<Total> totals) {

  /**
   * @param network id of the network around the layer; empty for a layer measured alone
   */
  public record Layer(LayerConfig config, double ms, String network) {}

  /**
   * @param name the architecture
   * @param id tells networks of one architecture apart
   * @param steps what the runtime executes
   */
  public record Total(String name, String id, List<LayerConfig> steps, double ms) {
    public Total {
      steps = List.copyOf(steps);
      if (!(ms > 0)) {
        throw new IllegalArgumentException("network " + id + " cannot take " + ms + " ms");
      }
    }
  }

  public TrainingData {
    layers = List.copyOf(layers);
    totals = List.copyOf(totals);
  }

  public static TrainingData of(Measurements measurements) {
    return new TrainingData(
        measurements.layers().stream()
            .map(s -> new Layer(s.config(), s.ms(), s.network()))
            .toList(),
        measurements.totals().stream()
            .map(
                t ->
                    new Total(
                        t.network().name(),
                        t.network().id(),
                        t.network().steps(),
                        t.timing().quietMs()))
            .toList());
  }

  public Map<OpKind, List<Layer>> byKind() {
    return layers.stream()
        .collect(Collectors.groupingBy(l -> l.config().kind(), TreeMap::new, Collectors.toList()));
  }
}
