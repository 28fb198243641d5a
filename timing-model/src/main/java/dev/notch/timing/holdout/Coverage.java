package dev.notch.timing.holdout;

import dev.notch.timing.Intervals;
import dev.notch.timing.Intervals.Interval;
import dev.notch.timing.TimingModel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Whether prediction intervals hold what they promise, in percent.
 *
 * @param nominal share of the measured times that they are meant to hold
 * @param networks share of the test networks whose time is within
 * @param layers the same of layers that were not profiled
 */
public record Coverage(double nominal, OptionalDouble networks, OptionalDouble layers) {

  /** Empty if the model knows no intervals. */
  static Optional<Coverage> of(
      TimingModel model, List<PricedNetwork> networks, List<PricedLayer> layers) {
    return model
        .intervals()
        .map(Intervals::level)
        .map(
            level ->
                new Coverage(
                    100 * level,
                    share(networks.stream().flatMap(n -> held(n.interval(), n.measuredMs()))),
                    share(layers.stream().flatMap(l -> held(l.interval(), l.measuredMs())))));
  }

  /** The share of the networks of all these runtimes whose time is within. */
  static OptionalDouble ofNetworks(List<RuntimeEvaluation> runtimes) {
    return share(
        runtimes.stream()
            .flatMap(runtime -> runtime.networks().networks().stream())
            .flatMap(n -> held(n.interval(), n.measuredMs())));
  }

  private static Stream<Boolean> held(Optional<Interval> interval, double measuredMs) {
    return interval.map(i -> i.holds(measuredMs)).stream();
  }

  private static OptionalDouble share(Stream<Boolean> held) {
    return held.mapToInt(yes -> yes ? 100 : 0).average();
  }
}
