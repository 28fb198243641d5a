package dev.notch.timing.holdout;

import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.MeasuringTime;
import dev.notch.timing.TrainingData;
import java.util.OptionalDouble;

/**
 * What a model cost.
 *
 * @param samples measured layers that it was fitted to
 * @param configurations different ones among them
 * @param networks that were put on the clock and learned from
 * @param minutes of profiling
 * @param wholeTime whether {@code minutes} are those from start to end; otherwise the profile does
 *     not say, and only its counted runs are added up
 * @param fitSeconds what fitting took
 * @param slowShare share of the visits during which the machine was in its slow mode, in percent
 */
public record Cost(
    int samples,
    int configurations,
    int networks,
    double minutes,
    boolean wholeTime,
    double fitSeconds,
    OptionalDouble slowShare) {
  private static final double SECONDS_PER_MINUTE = 60;

  static Cost of(Measurements profile, TrainingData training, double fitSeconds) {
    MeasuringTime time = profile.time();
    return new Cost(
        training.layers().size(),
        TestData.known(training).size(),
        training.totals().size(),
        minutes(time),
        time.seconds().isPresent(),
        fitSeconds,
        slowPercent(profile));
  }

  static OptionalDouble slowPercent(Measurements measurements) {
    OptionalDouble slow = measurements.slowShare();
    return slow.isPresent() ? OptionalDouble.of(100 * slow.getAsDouble()) : slow;
  }

  static double minutes(MeasuringTime time) {
    double runs = time.runSeconds().values().stream().mapToDouble(Double::doubleValue).sum();
    return time.seconds().orElse(runs) / SECONDS_PER_MINUTE;
  }
}
