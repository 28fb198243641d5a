package dev.notch.timing;

import dev.notch.timing.evaluation.CrossValidation.Held;
import dev.notch.timing.evaluation.CrossValidation.KindReport;
import dev.notch.timing.evaluation.ErrorStats;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well a fit did on what was held out of it.
 *
 * @param layers each kind's errors beside the baselines'
 * @param networks each whole network priced by a model that had not seen it
 * @param noiseFloor how well the clock repeated for layers, as a share
 * @param networkNoiseFloor the same for whole networks
 * @param seconds what the fit itself took
 */
public record FitReport(
    List<KindReport> layers,
    List<Held> networks,
    OptionalDouble noiseFloor,
    OptionalDouble networkNoiseFloor,
    double seconds) {

  public FitReport {
    layers = List.copyOf(layers);
    networks = List.copyOf(networks);
  }

  /** Errors over all held-out networks. */
  public Optional<ErrorStats> networkErrors() {
    return networks.isEmpty() ? Optional.empty() : Optional.of(errors(networks));
  }

  private static ErrorStats errors(List<Held> networks) {
    return ErrorStats.of(
        networks.stream().mapToDouble(Held::predictedMs).toArray(),
        networks.stream().mapToDouble(Held::measuredMs).toArray());
  }

  /** A table for people. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (!layers.isEmpty()) {
      text.append(header());
      layers.forEach(kind -> text.append(line(kind)));
    }
    networkErrors()
        .ifPresent(
            e ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "networks held out  n %d  MAPE %.1f %%  RMSPE %.1f %%  within 5 %%: %.0f %%"
                            + "  within 10 %%: %.0f %%\n",
                        e.n(),
                        e.mape(),
                        e.rmspe(),
                        e.within5(),
                        e.within10())));
    text.append("noise floor: layers ").append(percent(noiseFloor));
    text.append(", networks ").append(percent(networkNoiseFloor)).append('\n');
    return text.append(String.format(Locale.ROOT, "fitted in %.1f s\n", seconds)).toString();
  }

  private String header() {
    StringBuilder line =
        new StringBuilder(
            "MAPE in percent, cross-validated by configuration\n"
                + String.format(
                    Locale.ROOT, "%-11s %6s %7s %7s %7s", "kind", "n", "tree", "<=5%", "<=10%"));
    layers.get(0).baselines().keySet().forEach(name -> line.append(cell(name)));
    return line.append('\n').toString();
  }

  private static String line(KindReport kind) {
    ErrorStats tree = kind.tree();
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-11s %6d %7.1f %7.0f %7.0f",
                kind.kind().label(),
                tree.n(),
                tree.mape(),
                tree.within5(),
                tree.within10()));
    for (Map.Entry<String, ErrorStats> other : kind.baselines().entrySet()) {
      line.append(cell(String.format(Locale.ROOT, "%.1f", other.getValue().mape())));
    }
    return line.append('\n').toString();
  }

  private static String cell(String text) {
    return String.format(Locale.ROOT, "  %17s", text);
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent()
        ? String.format(Locale.ROOT, "%.1f %%", 100 * share.getAsDouble())
        : "not known";
  }
}
