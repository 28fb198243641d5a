package dev.notch.timing.holdout;

import dev.notch.timing.evaluation.ErrorStats;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What of a test is of sizes beyond those that the model's leaves were fitted to, where their
 * equations are trusted less.
 *
 * @param layers test layers beyond
 * @param ofLayers test layers that were priced
 * @param layerErrors of those beyond; empty without such
 * @param networks test networks with such a layer
 * @param ofNetworks test networks that were priced
 * @param networkErrors of those; empty without such
 */
public record Beyond(
    int layers,
    int ofLayers,
    Optional<ErrorStats> layerErrors,
    int networks,
    int ofNetworks,
    Optional<ErrorStats> networkErrors) {

  static Beyond of(List<PricedLayer> layers, List<PricedNetwork> networks) {
    List<PricedLayer> unseen = layers.stream().filter(layer -> !layer.seen()).toList();
    List<PricedNetwork> with = networks.stream().filter(n -> n.unseen() > 0).toList();
    return new Beyond(
        unseen.size(),
        layers.size(),
        unseen.isEmpty() ? Optional.empty() : Optional.of(PricedLayer.errors(unseen)),
        with.size(),
        networks.size(),
        with.isEmpty() ? Optional.empty() : Optional.of(PricedNetwork.errors(with)));
  }

  /** One line for people; empty if nothing is beyond. */
  public Optional<String> note() {
    if (layers == 0 && networks == 0) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "beyond the sizes that were profiled: %d of %d layers%s; %d of %d networks have such%s",
            layers,
            ofLayers,
            mape(layerErrors),
            networks,
            ofNetworks,
            mape(networkErrors)));
  }

  private static String mape(Optional<ErrorStats> errors) {
    return errors.map(e -> String.format(Locale.ROOT, " (MAPE %.1f %%)", e.mape())).orElse("");
  }
}
