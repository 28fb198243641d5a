package dev.notch.compressor.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecipeTest {

  @ParameterizedTest
  @EnumSource
  void ratesRiseToThePeakAndAnnealFully(Schedule.Anneal anneal) {
    Schedule schedule = new Schedule(0.2, 0.25, anneal);
    double before = 0;
    double highest = 0;
    for (int step = 0; step < 1000; step++) {
      double rate = schedule.rate(step, 1000);
      assertThat(rate).isPositive();
      if (step != 250) { // the peak lies between two steps
        assertThat(rate > before).as("step %d", step).isEqualTo(step < 250);
      }
      highest = Math.max(highest, rate);
      before = rate;
    }
    assertThat(highest).isBetween(0.199, 0.2);
    assertThat(before).isLessThan(0.001);
  }

  @Test
  void oneStepIsATraining() {
    assertThat(new Schedule(0.1, 0.3, Schedule.Anneal.LINEAR).rate(0, 1)).isPositive();
    assertThat(new Steps(10, Recipe.fromScratch(0.001, 1)).total()).isEqualTo(1);
  }

  @Test
  void anEpochShowsEachPictureAtMostOnceInANewOrder() {
    Steps steps = new Steps(103, Recipe.fromScratch(2, 4).withBatch(10));
    assertThat(steps.total()).isEqualTo(20);
    Set<Integer> seen = new HashSet<>();
    for (long step = 0; step < 10; step++) {
      Arrays.stream(steps.pictures(steps.order(0), step))
          .forEach(i -> assertThat(seen.add(i)).isTrue());
    }
    assertThat(seen).hasSize(100);
    assertThat(steps.order(1))
        .isNotEqualTo(steps.order(0))
        .containsExactlyInAnyOrder(steps.order(0));
  }

  @Test
  void impossibleRecipesNameTheirFault() {
    assertThatThrownBy(() -> Recipe.fromScratch(0, 1))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("epochs");
    assertThatThrownBy(() -> Recipe.fromScratch(1, 1).withBatch(1)).hasMessageContaining("batch");
    assertThatThrownBy(() -> new Schedule(Double.NaN, 0, Schedule.Anneal.LINEAR))
        .hasMessageContaining("peak");
    assertThatThrownBy(() -> new Distillation(2, 1)).hasMessageContaining("2.0");
  }
}
