package dev.notch.timing.holdout;

import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.Origin;
import java.util.List;
import java.util.OptionalDouble;

/**
 * How the test networks were measured.
 *
 * @param leastRounds that any of them had
 * @param mostRounds the most
 * @param minutes that it took
 * @param slowShare share of the visits during which the machine was in its slow mode, in percent
 */
public record TestRun(int leastRounds, int mostRounds, double minutes, OptionalDouble slowShare) {

  /**
   * @param ids of the test networks, at least one
   */
  static TestRun of(Measurements test, List<String> ids) {
    int[] rounds = ids.stream().mapToInt(id -> test.rounds(Origin.TOTAL, id)).sorted().toArray();
    return new TestRun(
        rounds[0], rounds[rounds.length - 1], Cost.minutes(test.time()), Cost.slowPercent(test));
  }
}
