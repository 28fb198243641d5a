package dev.notch.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.models.graph.Network;
import dev.notch.profiler.measure.NetworkMeter;
import dev.notch.timing.Intervals.Interval;
import dev.notch.timing.NetworkLatency.Estimate;
import dev.notch.timing.NetworkLatency.StepEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code optimize predict} shows: milliseconds, predicted and perhaps measured. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Prediction(
    @JsonProperty("model") String model,
    @JsonProperty("layers") List<Line> layers,
    @JsonProperty("predicted_sum_ms") double predictedSumMs,
    @JsonProperty("predicted_ms") double predictedMs,
    @JsonProperty("interval") Range interval,
    @JsonProperty("measured_ms") Double measuredMs,
    @JsonProperty("unseen_layers") long unseen,
    @JsonProperty("warnings") List<String> warnings) {

  /** What a measurement is expected within, nine times out of ten. */
  record Range(@JsonProperty("low_ms") double lowMs, @JsonProperty("high_ms") double highMs) {

    static Range of(Optional<Interval> interval) {
      return interval.map(i -> new Range(i.low(), i.high())).orElse(null);
    }
  }

  /**
   * @param layer the layer that does the main work of what the runtime executes as one
   * @param seen whether layers of this size were measured when the model was learned
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Line(
      @JsonProperty("layer") String layer,
      @JsonProperty("config") String config,
      @JsonProperty("predicted_ms") double predictedMs,
      @JsonProperty("interval") Range interval,
      @JsonProperty("measured_ms") Double measuredMs,
      @JsonProperty("seen") boolean seen) {}

  static Prediction of(
      Network network,
      Estimate estimate,
      Optional<NetworkMeter.Result> measurement,
      List<String> warnings) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < estimate.steps().size(); i++) {
      int step = i;
      StepEstimate price = estimate.steps().get(i);
      Double measured = measurement.map(result -> result.stepMs().get(step)).orElse(null);
      lines.add(
          new Line(
              price.layer(),
              price.step().config().text(),
              price.ms(),
              Range.of(price.price().interval()),
              measured,
              price.seen()));
    }
    return new Prediction(
        network.name(),
        List.copyOf(lines),
        estimate.sumMs(),
        estimate.totalMs(),
        Range.of(estimate.interval()),
        measurement.map(result -> result.total().quietMs()).orElse(null),
        estimate.unseen(),
        List.copyOf(warnings));
  }

  /** A table for people. */
  String text() {
    StringBuilder text = new StringBuilder(row("layer", "predicted ms", title(), "what runs"));
    for (Line line : layers) {
      String mark = line.seen() ? "" : " *";
      text.append(
          row(line.layer(), ms(line.predictedMs()), ms(line.measuredMs()), line.config() + mark));
    }
    text.append('\n').append(row("sum", ms(predictedSumMs), "", ""));
    text.append(row(model, ms(predictedMs), ms(measuredMs), expected()));
    if (unseen > 0) {
      text.append("\n* of a size that was not measured when the timing model was learned\n");
    }
    return text.toString();
  }

  private String expected() {
    return interval == null
        ? ""
        : String.format(
            Locale.ROOT, "90 %% interval: %.4f to %.4f ms", interval.lowMs(), interval.highMs());
  }

  private String title() {
    return measuredMs == null ? "" : "measured ms";
  }

  private static String row(String layer, String predicted, String measured, String config) {
    return String.format(Locale.ROOT, "%-34s %12s %12s  %s", layer, predicted, measured, config)
            .stripTrailing()
        + "\n";
  }

  private static String ms(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.4f", value);
  }
}
