package dev.notch.timing.holdout;

import dev.notch.timing.Intervals.Interval;
import dev.notch.timing.evaluation.ErrorStats;
import dev.notch.timing.holdout.LearningCurve.Point;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;

/** The single predictions and measurements of an evaluation, for spreadsheets and plots. */
final class EvaluationTables {
  private static final CSVFormat CSV = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

  private EvaluationTables() {}

  /**
   * A line for each layer configuration that was not learned from; noise in percent; {@code seen}
   * says whether the model was fitted to layers of this size.
   */
  static String layers(Evaluation evaluation) {
    StringBuilder lines =
        new StringBuilder(
            line(
                "runtime",
                "kind",
                "layer",
                "predicted_ms",
                "low_ms",
                "high_ms",
                "measured_ms",
                "noise",
                "seen"));
    for (RuntimeEvaluation runtime : evaluation.runtimes()) {
      for (PricedLayer layer : runtime.pricedLayers()) {
        lines.append(
            line(
                runtime.runtime(),
                LayerGroup.of(layer.layer().config().kind()).label(),
                layer.layer().config().text(),
                ms(layer.predictedMs()),
                low(layer.interval()),
                high(layer.interval()),
                ms(layer.measuredMs()),
                percent(layer.layer().time().noise()),
                layer.seen()));
      }
    }
    return lines.toString();
  }

  /** A line for each test network; noise in percent. */
  static String networks(Evaluation evaluation) {
    StringBuilder lines =
        new StringBuilder(
            line(
                "runtime",
                "family",
                "index",
                "plan",
                "predicted_ms",
                "low_ms",
                "high_ms",
                "measured_ms",
                "noise",
                "known_layers",
                "unseen_layers"));
    for (RuntimeEvaluation runtime : evaluation.runtimes()) {
      for (PricedNetwork n : runtime.networks().networks()) {
        lines.append(
            line(
                runtime.runtime(),
                n.network().family(),
                n.network().index(),
                n.network().plan(),
                ms(n.predictedMs()),
                low(n.interval()),
                high(n.interval()),
                ms(n.measuredMs()),
                percent(n.network().time().noise()),
                percent(OptionalDouble.of(100 * n.network().known())),
                n.unseen()));
      }
    }
    return lines.toString();
  }

  /** A line for each part of the profile. */
  static String curve(Evaluation evaluation) {
    StringBuilder lines =
        new StringBuilder(
            line(
                "runtime",
                "share",
                "samples",
                "configurations",
                "networks_profiled",
                "minutes",
                "network_mape",
                "network_rmspe",
                "network_within5",
                "network_within10",
                "layer_mape"));
    for (RuntimeEvaluation runtime : evaluation.runtimes()) {
      runtime.curve().forEach(point -> lines.append(line(runtime, point)));
    }
    return lines.toString();
  }

  private static String line(RuntimeEvaluation runtime, Point point) {
    Optional<ErrorStats> networks = point.networks();
    return line(
        runtime.runtime(),
        point.share(),
        point.samples(),
        point.configurations(),
        point.profiled(),
        decimals(point.minutes()),
        networks.map(e -> decimals(e.mape())).orElse(""),
        networks.map(e -> decimals(e.rmspe())).orElse(""),
        networks.map(e -> decimals(e.within5())).orElse(""),
        networks.map(e -> decimals(e.within10())).orElse(""),
        point.layers().map(e -> decimals(e.mape())).orElse(""));
  }

  private static String low(Optional<Interval> interval) {
    return interval.map(i -> ms(i.low())).orElse("");
  }

  private static String high(Optional<Interval> interval) {
    return interval.map(i -> ms(i.high())).orElse("");
  }

  private static String ms(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private static String percent(OptionalDouble value) {
    return value.isPresent() ? decimals(value.getAsDouble()) : "";
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String line(Object... fields) {
    return CSV.format(fields) + "\n";
  }
}
