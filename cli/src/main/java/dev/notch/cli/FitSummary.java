package dev.notch.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.timing.Fitter.Fitted;
import dev.notch.timing.evaluation.CrossValidation.KindReport;
import dev.notch.timing.evaluation.ErrorStats;
import dev.notch.timing.evaluation.FitReport;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What {@code optimize fit --json} prints: cross-validated errors in percent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FitSummary(
    @JsonProperty("file") String file,
    @JsonProperty("samples") int samples,
    @JsonProperty("networks") int networks,
    @JsonProperty("noise_floor_percent") Double noiseFloor,
    @JsonProperty("network_noise_floor_percent") Double networkNoiseFloor,
    @JsonProperty("slow_visits_percent") Double slowVisits,
    @JsonProperty("layers") List<Kind> layers,
    @JsonProperty("whole_networks") Errors wholeNetworks,
    @JsonProperty("architectures") Map<String, Errors> architectures,
    @JsonProperty("seconds") double seconds) {

  /** Errors of one kind of layer, ours first, then the others'. */
  record Kind(
      @JsonProperty("kind") String kind, @JsonProperty("errors") Map<String, Errors> errors) {

    static Kind of(KindReport report) {
      Map<String, Errors> errors = new LinkedHashMap<>();
      errors.put("timing tree", Errors.of(report.tree()));
      report.baselines().forEach((name, stats) -> errors.put(name, Errors.of(stats)));
      return new Kind(report.name(), errors);
    }
  }

  /** Errors in percent, and shares of predictions that are that close. */
  record Errors(
      @JsonProperty("n") int n,
      @JsonProperty("mape") double mape,
      @JsonProperty("rmspe") double rmspe,
      @JsonProperty("within_5") double within5,
      @JsonProperty("within_10") double within10) {

    static Errors of(ErrorStats stats) {
      return new Errors(stats.n(), stats.mape(), stats.rmspe(), stats.within5(), stats.within10());
    }
  }

  static FitSummary of(Fitted fitted, FitReport report, Path file) {
    Map<String, Errors> architectures = new LinkedHashMap<>();
    report.architectureErrors().forEach((name, e) -> architectures.put(name, Errors.of(e)));
    return new FitSummary(
        file.toString(),
        fitted.model().provenance().samples(),
        fitted.model().provenance().networks(),
        percent(report.noiseFloor()),
        percent(report.networkNoiseFloor()),
        percent(report.slowShare()),
        report.layers().stream().map(Kind::of).toList(),
        report.networkErrors().map(Errors::of).orElse(null),
        architectures,
        report.seconds());
  }

  private static Double percent(OptionalDouble share) {
    return share.isPresent() ? Double.valueOf(100 * share.getAsDouble()) : null;
  }
}
