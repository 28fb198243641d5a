package dev.notch.compressor.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.compressor.guard.Verdict.Outcome;
import java.util.BitSet;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GuardTest {

  /** The first {@code right} of {@code images} are right. */
  private static Correctness first(int right, int images) {
    BitSet bits = new BitSet();
    bits.set(0, right);
    return new Correctness(images, bits);
  }

  @Test
  void dropsWithinTheAllowanceOnly() {
    Guard guard = new Guard(1.0, 10);
    Correctness baseline = first(900, 1000);

    assertThat(guard.judge(baseline, Optional.empty(), first(890, 1000)).outcome())
        .isEqualTo(Outcome.PASSED);
    assertThat(guard.judge(baseline, Optional.empty(), first(889, 1000)).outcome())
        .isEqualTo(Outcome.FAILED);
    assertThat(guard.judge(baseline, Optional.empty(), first(950, 1000)).drop().points())
        .isCloseTo(-5, within(1e-12));
  }

  @Test
  void countsTheDropFromTheBetterOfBaselineAndControl() {
    Guard guard = new Guard(1.0, 10);
    Correctness baseline = first(850, 1000);
    Correctness result = first(860, 1000);

    Verdict withBetterControl = guard.judge(baseline, Optional.of(first(900, 1000)), result);
    assertThat(withBetterControl.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(withBetterControl.drop().points()).isCloseTo(4, within(1e-12));
    assertThat(withBetterControl.countedFromControl()).isTrue();

    Verdict withWorseControl = guard.judge(baseline, Optional.of(first(700, 1000)), result);
    assertThat(withWorseControl.outcome()).isEqualTo(Outcome.PASSED);
    assertThat(withWorseControl.drop().points()).isCloseTo(-1, within(1e-12));
  }

  @Test
  void doesNotGuardABaselineNearChance() {
    Guard tenClasses = new Guard(100, 10);
    assertThat(tenClasses.judge(first(499, 1000), Optional.empty(), first(499, 1000)).outcome())
        .isEqualTo(Outcome.NOT_GUARDED);
    assertThat(tenClasses.judge(first(500, 1000), Optional.empty(), first(500, 1000)).outcome())
        .isEqualTo(Outcome.PASSED);
    assertThat(new Guard(1, 2).guards(first(899, 1000))).isFalse();
  }

  @Test
  void comparesInPairsNotTotals() {
    BitSet odd = new BitSet();
    BitSet even = new BitSet();
    for (int i = 0; i < 1000; i++) {
      (i % 2 == 0 ? even : odd).set(i);
    }
    PairedDrop disagreeing =
        PairedDrop.between(new Correctness(1000, odd), new Correctness(1000, even));
    PairedDrop agreeing =
        PairedDrop.between(new Correctness(1000, odd), new Correctness(1000, odd));

    assertThat(disagreeing.points()).isZero();
    assertThat(agreeing.points()).isZero();
    assertThat(disagreeing.high()).isCloseTo(6.19, within(0.02));
    assertThat(agreeing.high()).isBetween(0.0, 0.3);
  }

  @Test
  void intervalCoversTheTrueDropAboutAsOftenAsItSays() {
    long seed = 20240817;
    SplittableRandom random = new SplittableRandom(seed);
    int covered = 0;
    int trials = 2000;
    for (int trial = 0; trial < trials; trial++) {
      PairedDrop drop = sampled(random, 400, 0.05, 0.02);
      covered += drop.low() <= 3 && 3 <= drop.high() ? 1 : 0;
    }
    assertThat(covered / (double) trials).as("seed %d", seed).isBetween(0.93, 0.98);
  }

  private static PairedDrop sampled(SplittableRandom random, int images, double lose, double win) {
    int lost = 0;
    int won = 0;
    for (int i = 0; i < images; i++) {
      double u = random.nextDouble();
      lost += u < lose ? 1 : 0;
      won += u >= 1 - win ? 1 : 0;
    }
    return PairedDrop.of(images, lost, won);
  }

  @Test
  void pointEstimateAlwaysLiesWithinTheInterval() {
    for (int images : new int[] {1, 2, 7, 50}) {
      for (int lost = 0; lost <= images; lost++) {
        for (int won = 0; lost + won <= images; won++) {
          PairedDrop drop = PairedDrop.of(images, lost, won);
          assertThat(drop.low()).isGreaterThanOrEqualTo(-100).isLessThanOrEqualTo(drop.points());
          assertThat(drop.high()).isLessThanOrEqualTo(100).isGreaterThanOrEqualTo(drop.points());
        }
      }
    }
  }

  @Test
  void refusesUnequalNumbersOfImages() {
    assertThatThrownBy(() -> PairedDrop.between(first(3, 10), first(3, 11)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10")
        .hasMessageContaining("11");
    assertThatThrownBy(() -> Correctness.of(new int[] {1}, new int[] {1, 2}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void describesTheVerdictInOneLine() {
    Verdict verdict = new Guard(1, 10).judge(first(900, 1000), Optional.empty(), first(880, 1000));
    assertThat(verdict.describe())
        .startsWith("failed: drop 2.00 points (95 % interval ")
        .contains("allowed 1.00")
        .doesNotContain("\n");
  }
}
