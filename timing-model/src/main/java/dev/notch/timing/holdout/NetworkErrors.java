package dev.notch.timing.holdout;

import dev.notch.models.NotchException;
import dev.notch.timing.TimingModel;
import dev.notch.timing.evaluation.ErrorStats;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Whole networks, predicted and measured.
 *
 * @param networks each of them, family by family
 * @param families errors within each family, in the order in which the families were asked for
 * @param all errors over all of them
 * @param none errors over those of which no layer configuration was profiled; empty without such
 * @param unpriced networks with a layer of a kind that was not profiled: they are in no figure
 */
public record NetworkErrors(
    List<PricedNetwork> networks,
    List<Family> families,
    ErrorStats all,
    Optional<ErrorStats> none,
    int unpriced) {

  /**
   * The networks of one architecture.
   *
   * @param rankCorrelation Spearman's, of predicted and measured times; empty with less than two
   * @param noiseFloor what the two halves of the rounds differ by, in percent
   * @param known mean share of a network's layers whose configuration was profiled, in percent
   */
  public record Family(
      String name,
      ErrorStats errors,
      OptionalDouble rankCorrelation,
      OptionalDouble noiseFloor,
      double known,
      PricedNetwork worst) {

    static Family of(String name, List<PricedNetwork> networks) {
      return new Family(
          name,
          PricedNetwork.errors(networks),
          PricedNetwork.rankCorrelation(networks),
          noise(networks),
          meanKnown(networks),
          networks.stream()
              .max(Comparator.comparingDouble(n -> Math.abs(n.error())))
              .orElseThrow());
    }
  }

  public NetworkErrors {
    networks = List.copyOf(networks);
    families = List.copyOf(families);
  }

  /**
   * @throws NotchException if not one of them can be priced
   */
  static NetworkErrors of(TimingModel model, List<TestNetwork> tests) {
    List<PricedNetwork> priced = PricedNetwork.of(model, tests);
    if (priced.isEmpty()) {
      throw new NotchException(
          "none of the "
              + tests.size()
              + " test networks can be priced: each has a layer of a kind of which fewer than "
              + TimingModel.MIN_SAMPLES
              + " were profiled; profile longer (--seconds, --effort standard), or more networks");
    }
    List<PricedNetwork> unknown = priced.stream().filter(n -> n.network().known() == 0).toList();
    return new NetworkErrors(
        priced,
        byFamily(priced).entrySet().stream().map(e -> Family.of(e.getKey(), e.getValue())).toList(),
        PricedNetwork.errors(priced),
        unknown.isEmpty() ? Optional.empty() : Optional.of(PricedNetwork.errors(unknown)),
        tests.size() - priced.size());
  }

  /** What the two halves of the rounds differ by over all networks, in percent. */
  public OptionalDouble noiseFloor() {
    return noise(networks);
  }

  /** Mean share of a network's layers whose configuration was profiled, in percent. */
  public double known() {
    return meanKnown(networks);
  }

  static Map<String, List<PricedNetwork>> byFamily(List<PricedNetwork> networks) {
    return networks.stream()
        .collect(
            Collectors.groupingBy(
                n -> n.network().family(), LinkedHashMap::new, Collectors.toList()));
  }

  private static OptionalDouble noise(List<PricedNetwork> networks) {
    return Repeated.noiseFloor(networks.stream().map(n -> n.network().time()).toList());
  }

  private static double meanKnown(List<PricedNetwork> networks) {
    return 100 * networks.stream().mapToDouble(n -> n.network().known()).average().orElse(0);
  }
}
