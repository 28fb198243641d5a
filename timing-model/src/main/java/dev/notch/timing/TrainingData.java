package dev.notch.timing;

import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.NetworkTotal;
import dev.notch.profiler.store.Origin;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a timing model learns from: times of layers and of whole networks. */
public record TrainingData(List<Layer> layers, List<Total> totals) {
  private static final int ENOUGH_IN_CONTEXT = 30;

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

  /**
   * What a store knows. A layer measured alone pays for entering and leaving the runtime's layout,
   * which it often does not within a network: such samples count only for kinds that were hardly
   * measured in context.
   */
  public static TrainingData of(Measurements measurements) {
    Map<OpKind, Long> inContext =
        measurements.layers().stream()
            .filter(s -> s.origin() == Origin.CONTEXT)
            .collect(Collectors.groupingBy(s -> s.config().kind(), Collectors.counting()));
    return new TrainingData(
        measurements.layers().stream()
            .filter(
                s ->
                    s.origin() == Origin.CONTEXT
                        || inContext.getOrDefault(s.config().kind(), 0L) < ENOUGH_IN_CONTEXT)
            .map(s -> new Layer(s.config(), s.ms(), s.network()))
            .toList(),
        measurements.totals().stream().map(TrainingData::total).toList());
  }

  private static Total total(NetworkTotal total) {
    MeasuredNetwork network = total.network();
    return new Total(network.name(), network.id(), network.steps(), total.timing().quietMs());
  }

  /** Names of the networks measured as a whole, each once, sorted. */
  public List<String> architectures() {
    return totals.stream().map(Total::name).distinct().sorted().toList();
  }

  public Map<OpKind, List<Layer>> byKind() {
    return layers.stream()
        .collect(Collectors.groupingBy(l -> l.config().kind(), TreeMap::new, Collectors.toList()));
  }
}
