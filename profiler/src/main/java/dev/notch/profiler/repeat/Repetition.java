package dev.notch.profiler.repeat;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import dev.notch.profiler.ProfileOutcome;
import dev.notch.profiler.ProfileRequest;
import dev.notch.profiler.Profiler;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.StoreHeader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How well a profile repeats at another time: what two stores of the same conditions say of what
 * both measured. A store's own noise floor compares the two halves of one profile; this compares
 * two profiles, as far apart as they were made.
 *
 * @param header the conditions of both
 * @param minutes from the middle of the first profile to the middle of the second; negative if the
 *     second is the older one, empty if a store does not say when it was made
 * @param sentinels what the sentinels typically took: how the machine's speed differed
 * @param measured differences of the times as the clock gave them
 * @param steady differences of the times brought to the speed that the sentinels tell, as timing
 *     models learn them
 * @param within what the first and the second half of the visits of whole networks differ by inside
 *     the first and inside the second store, as shares
 */
public record Repetition(
    StoreHeader header,
    OptionalDouble minutes,
    Optional<Spread> sentinels,
    Differences measured,
    Differences steady,
    Within within) {
  private static final String SUFFIX = ".csv";

  /** The noise floors of whole networks inside each of two stores, as shares. */
  public record Within(OptionalDouble first, OptionalDouble second) {}

  /**
   * Measures what a profile measured again, into a second store beside it. What was interrupted
   * goes on, and a complete second store is used as it is.
   *
   * @param first a complete profile of this request
   * @throws NotchException if it is not complete, or somebody else is measuring
   * @throws dev.notch.models.progress.CancelledException if the user stopped; what was measured is
   *     kept
   */
  public static ProfileOutcome measure(
      Profiler profiler, ProfileRequest request, Path first, Progress progress) {
    if (!profiler.complete(request, first)) {
      throw new NotchException(
          first + " does not hold all of this profile: run the same command without --again first");
    }
    return profiler.profile(request, beside(first), progress);
  }

  /** Where the second profile is kept: {@code device-again.csv} beside {@code device.csv}. */
  public static Path beside(Path store) {
    String name = String.valueOf(store.getFileName());
    String stem = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    return store.resolveSibling(stem + "-again" + SUFFIX);
  }

  /**
   * Compares two stores.
   *
   * @throws NotchException if one cannot be read, they were measured under different conditions, or
   *     they have nothing in common
   */
  public static Repetition of(Path first, Path second) {
    Measurements one = Measurements.read(first);
    Measurements other = one.readBeside(second);
    requireSame(first, one.header(), second, other.header());
    Differences steady = Differences.of(one, other);
    if (steady.empty()) {
      throw new NotchException(
          first + " and " + second + " measured nothing in common: there is nothing to compare");
    }
    Measurements raw = Measurements.readAsMeasured(first);
    Measurements otherRaw = Measurements.readAsMeasured(second);
    return new Repetition(
        one.header(),
        Moments.minutes(raw, otherRaw),
        Differences.sentinels(raw, otherRaw),
        Differences.of(raw, otherRaw),
        steady,
        new Within(one.networkNoiseFloor(), other.networkNoiseFloor()));
  }

  private static void requireSame(Path first, StoreHeader a, Path second, StoreHeader b) {
    if (!a.sameConditions(b)) {
      throw new NotchException(
          "%s (%s) and %s (%s) were measured under different conditions: compare profiles of one device, runtime, version and number of threads"
              .formatted(first, conditions(a), second, conditions(b)));
    }
  }

  private static String conditions(StoreHeader h) {
    return "%s %s, %d thread(s), device %s"
        .formatted(h.runtime().label(), h.version(), h.threads(), h.device());
  }
}
