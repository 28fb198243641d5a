package dev.notch.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.profiler.repeat.Differences;
import dev.notch.profiler.repeat.Repetition;
import dev.notch.profiler.repeat.Spread;
import dev.notch.profiler.store.StoreHeader;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What {@code optimize profile --again --json} prints: differences in percent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RepetitionSummary(
    @JsonProperty("runtime") String runtime,
    @JsonProperty("runtime_version") String version,
    @JsonProperty("threads") int threads,
    @JsonProperty("device") String device,
    @JsonProperty("first") String first,
    @JsonProperty("second") String second,
    @JsonProperty("minutes_between") Double minutes,
    @JsonProperty("networks_within_first") Double withinFirst,
    @JsonProperty("networks_within_second") Double withinSecond,
    @JsonProperty("sentinels") Figures sentinels,
    @JsonProperty("as_measured") Part measured,
    @JsonProperty("at_typical_speed") Part steady) {

  /** What is apart by how much. */
  record Figures(
      @JsonProperty("n") int n,
      @JsonProperty("mean") double mean,
      @JsonProperty("median") double median,
      @JsonProperty("p90") double p90,
      @JsonProperty("max") double max,
      @JsonProperty("shift") double shift) {

    static Figures of(Spread s) {
      return new Figures(s.n(), s.mean(), s.median(), s.p90(), s.max(), s.shift());
    }

    private static Figures of(Optional<Spread> spread) {
      return spread.map(Figures::of).orElse(null);
    }
  }

  /** Networks by architecture and layers by kind. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Part(
      @JsonProperty("networks_all") Figures allNetworks,
      @JsonProperty("networks") Map<String, Figures> networks,
      @JsonProperty("calibration") Figures calibration,
      @JsonProperty("layers_all") Figures allLayers,
      @JsonProperty("layers") Map<String, Figures> layers) {

    private static Part of(Differences d) {
      return new Part(
          Figures.of(d.allNetworks()),
          figures(d.networks()),
          Figures.of(d.calibration()),
          Figures.of(d.allLayers()),
          figures(d.layers()));
    }

    private static Map<String, Figures> figures(Map<String, Spread> spreads) {
      Map<String, Figures> figures = new LinkedHashMap<>();
      spreads.forEach((name, spread) -> figures.put(name, Figures.of(spread)));
      return figures;
    }
  }

  static RepetitionSummary of(Repetition repetition, Path first, Path second) {
    StoreHeader header = repetition.header();
    return new RepetitionSummary(
        header.runtime().label(),
        header.version(),
        header.threads(),
        header.deviceText(),
        first.toString(),
        second.toString(),
        number(repetition.minutes(), 1),
        number(repetition.within().first(), 100),
        number(repetition.within().second(), 100),
        Figures.of(repetition.sentinels()),
        Part.of(repetition.measured()),
        Part.of(repetition.steady()));
  }

  private static Double number(OptionalDouble value, double factor) {
    return value.isPresent() ? Double.valueOf(factor * value.getAsDouble()) : null;
  }
}
