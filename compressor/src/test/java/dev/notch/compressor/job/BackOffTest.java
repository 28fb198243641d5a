package dev.notch.compressor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.notch.compressor.job.Attempt.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class BackOffTest {

  @Test
  void endsWithThePlanThatPassesWithinTheBudget() {
    assertThat(BackOff.next(List.of(passed(0.5, 0.5)), 0.5)).isEmpty();
  }

  @Test
  void endsWithThePlanThatPassesWhereTheBudgetCannotBeReached() {
    assertThat(BackOff.next(List.of(passed(0.2, 0.01)), 0.01)).isEmpty();
  }

  @Test
  void goesHalfTheWayBackWhenTheGuardFails() {
    assertThat(BackOff.next(List.of(failed(0.25)), 0.25).getAsDouble()).isEqualTo(0.5);
  }

  @Test
  void startsFromWhatWasReachedWhereLessWasAsked() {
    assertThat(BackOff.next(List.of(failed(0.25)), 0.01).getAsDouble()).isEqualTo(0.5);
  }

  @Test
  void correctsAPlanThatTurnedOutSlower() {
    Step slipped = new Step(0.55, 0.5, false, true);
    assertThat(BackOff.next(List.of(slipped), 0.5).getAsDouble()).isCloseTo(0.4545, within(1e-4));
  }

  /** Whatever the fastest plan is that the guard lets pass, the search closes in on it. */
  @Test
  void closesInOnTheFastestPlanThatPasses() {
    for (double threshold = 0.06; threshold < 0.9; threshold += 0.07) {
      List<Step> steps = new ArrayList<>();
      OptionalDouble next = OptionalDouble.of(0.05);
      while (next.isPresent() && steps.size() < 30) {
        double fraction = next.getAsDouble();
        steps.add(fraction < threshold ? failed(fraction) : passed(fraction, 0.05));
        next = BackOff.next(steps, fraction);
      }
      double fastest =
          steps.stream().filter(s -> !s.guardFailed()).mapToDouble(Step::ratio).min().orElse(1);
      assertThat(steps).hasSizeLessThan(30);
      assertThat(fastest).isBetween(threshold, threshold * 1.16);
    }
  }

  private static Step passed(double ratio, double allowed) {
    return new Step(ratio, allowed, false, false);
  }

  private static Step failed(double ratio) {
    return new Step(ratio, ratio, true, false);
  }
}
