package dev.notch.timing.evaluation;

import dev.notch.models.progress.Progress;
import dev.notch.profiler.store.Measurements;
import dev.notch.timing.Fitter.Fitted;
import dev.notch.timing.evaluation.CrossValidation.Held;
import dev.notch.timing.evaluation.CrossValidation.KindReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How well a fit did on what was held out of it.
 *
 * @param layers each kind's errors beside the baselines'
 * @param networks each whole network priced by a model that had not seen it
 * @param noiseFloor how well the clock repeated for layers, as a share
 * @param networkNoiseFloor the same for whole networks
 * @param slowShare share of the visits during which the machine was in its slow mode
 * @param seconds what the fit itself took
 */
public record FitReport(
    List<KindReport> layers,
    List<Held> networks,
    OptionalDouble noiseFloor,
    OptionalDouble networkNoiseFloor,
    OptionalDouble slowShare,
    double seconds) {

  /**
   * What to evaluate.
   *
   * @param seed decides the folds
   * @param folds of the cross-validation; 0 skips it
   * @param baselines whether the alternatives are cross-validated too
   */
  public record Options(long seed, int folds, boolean baselines) {}

  public FitReport {
    layers = List.copyOf(layers);
    networks = List.copyOf(networks);
  }

  /** Cross-validates what was fitted. */
  public static FitReport of(Fitted fitted, Options options, Progress progress) {
    Measurements measured = fitted.measurements();
    List<KindReport> layers = List.of();
    List<Held> networks = List.of();
    if (options.folds() > 0) {
      CrossValidation validation = new CrossValidation(options.folds(), options.seed());
      List<Regressor> others = options.baselines() ? Baselines.all() : List.of();
      layers = validation.layers(fitted.data(), others, progress);
      networks = validation.networks(fitted.data(), measured.header().runtime().label(), progress);
    }
    return new FitReport(
        layers,
        networks,
        measured.noiseFloor(),
        measured.networkNoiseFloor(),
        measured.slowShare(),
        fitted.seconds());
  }

  /** Errors on a table of which nothing but its rows is known: no networks, and not its clock. */
  public static FitReport of(List<KindReport> parts, double seconds) {
    OptionalDouble unknown = OptionalDouble.empty();
    return new FitReport(parts, List.of(), unknown, unknown, unknown, seconds);
  }

  /** Errors over all held-out networks. */
  public Optional<ErrorStats> networkErrors() {
    return networks.isEmpty() ? Optional.empty() : Optional.of(errors(networks));
  }

  /** Errors over the held-out variants of each architecture, by its name. */
  public SortedMap<String, ErrorStats> architectureErrors() {
    SortedMap<String, List<Held>> byName =
        networks.stream()
            .collect(Collectors.groupingBy(Held::name, TreeMap::new, Collectors.toList()));
    SortedMap<String, ErrorStats> errors = new TreeMap<>();
    byName.forEach((name, held) -> errors.put(name, errors(held)));
    return errors;
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
    networkErrors().ifPresent(all -> appendNetworks(text, all));
    if (noiseFloor.isPresent() || networkNoiseFloor.isPresent() || slowShare.isPresent()) {
      text.append("noise floor: layers ").append(percent(noiseFloor));
      text.append(", networks ").append(percent(networkNoiseFloor)).append('\n');
      text.append("machine slow in ").append(percent(slowShare)).append(" of the visits\n");
    }
    return text.append(String.format(Locale.ROOT, "fitted in %.1f s\n", seconds)).toString();
  }

  private void appendNetworks(StringBuilder text, ErrorStats all) {
    text.append("whole networks, each priced by a model that has not seen it\n");
    architectureErrors().forEach((name, errors) -> text.append(line(name, errors)));
    text.append(line("all", all));
  }

  private static String line(String name, ErrorStats e) {
    return String.format(
        Locale.ROOT,
        "%-20s n %4d  MAPE %5.1f %%  within 5 %%: %3.0f %%  within 10 %%: %3.0f %%\n",
        name,
        e.n(),
        e.mape(),
        e.within5(),
        e.within10());
  }

  /** The longest name, so that names of any table fit. */
  private int nameWidth() {
    return layers.stream().mapToInt(kind -> kind.name().length()).reduce(11, Math::max);
  }

  private String header() {
    StringBuilder line =
        new StringBuilder(
            "MAPE in percent, cross-validated by configuration\n"
                + String.format(
                    Locale.ROOT,
                    "%-" + nameWidth() + "s %6s %7s %7s %7s",
                    "kind",
                    "n",
                    "tree",
                    "<=5%",
                    "<=10%"));
    layers.get(0).baselines().keySet().forEach(name -> line.append(cell(name)));
    return line.append('\n').toString();
  }

  private String line(KindReport kind) {
    ErrorStats tree = kind.tree();
    StringBuilder line =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-" + nameWidth() + "s %6d %7.1f %7.0f %7.0f",
                kind.name(),
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
