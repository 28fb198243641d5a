package dev.notch.compressor.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.compressor.search.AccuracyEstimate;
import dev.notch.compressor.sensitivity.SensitivityProfile.AxisProfile;
import dev.notch.models.NotchException;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.Progress;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SensitivityTest {
  private static final List<Double> FRACTIONS = List.of(0.75, 0.5, 0.25);
  private static final Map<String, String> KEY = Map.of("seed", "1");

  @TempDir Path folder;

  private static ChannelGroups groups(String name) {
    return ChannelGroups.of(Zoo.build(name, 10, new Shape(3, 32, 32)));
  }

  /** A made-up truth: every group loses in proportion to what is cut, later groups more. */
  private static Probe truth(ChannelGroups groups, List<WidthPlan> asked) {
    return (plan, progress) -> {
      asked.add(plan);
      double lost = 0;
      for (int group = 0; group < plan.size(); group++) {
        double cut = 1 - plan.width(group) / (double) groups.groups().get(group).width();
        lost += cut * (group + 1.0) / plan.size() / 2;
      }
      return Math.max(0.1, 0.9 - lost);
    };
  }

  private SensitivityProfile measure(ChannelGroups groups, int probes, List<WidthPlan> asked) {
    return new Sensitivity(groups, truth(groups, asked))
        .measure(FRACTIONS, probes, folder.resolve("journal"), KEY, Progress.NONE);
  }

  @Test
  void ordersCutsAsTheyWereMeasured() {
    ChannelGroups groups = groups("vgg16");
    AccuracyEstimate estimate = measure(groups, 1000, new ArrayList<>()).estimate(groups);
    WidthPlan full = groups.full();

    double early = estimate.of(full.with(1, full.width(1) / 2));
    double late = estimate.of(full.with(12, full.width(12) / 2));
    assertThat(late).isLessThan(early);
    assertThat(early).isLessThan(estimate.of(full));
    assertThat(estimate.of(full)).isBetween(0.89, 0.91);
    assertThat(estimate.of(full.with(12, full.width(12) / 4))).isLessThan(late);
  }

  @ParameterizedTest
  @MethodSource("dev.notch.models.zoo.Zoo#names")
  void keepsToItsBudgetAndSaysWhatItInterpolated(String name) {
    ChannelGroups groups = groups(name);
    for (int probes : new int[] {1, 20}) {
      List<WidthPlan> asked = new ArrayList<>();
      Path journal = folder.resolve("journal" + probes);
      SensitivityProfile profile =
          new Sensitivity(groups, truth(groups, asked))
              .measure(FRACTIONS, probes, journal, KEY, Progress.NONE);

      assertThat(asked).hasSizeLessThanOrEqualTo(1 + probes).allMatch(groups::isLegal);
      assertThat(profile.axes())
          .allMatch(axis -> axis.measured().isEmpty() != axis.interpolatedFrom().isEmpty());
      assertThat(profile.axes().stream().mapToInt(axis -> axis.groups().size()).sum())
          .isEqualTo(groups.size());
      AccuracyEstimate estimate = profile.estimate(groups);
      WidthPlan half = groups.uniform(0.5);
      assertThat(estimate.of(half)).isLessThan(estimate.of(groups.full()));
    }
  }

  @Test
  void noNarrowingIsFree() {
    ChannelGroups groups = groups("mobilenetv2");
    Probe insensitive = (plan, progress) -> 0.9;
    AccuracyEstimate estimate =
        new Sensitivity(groups, insensitive)
            .measure(FRACTIONS, 10, folder.resolve("j"), KEY, Progress.NONE)
            .estimate(groups);
    SplittableRandom random = new SplittableRandom(3);
    for (int group = 0; group < groups.size(); group++) {
      int width = 1 + random.nextInt(groups.full().width(group) - 1);
      assertThat(estimate.of(groups.full().with(group, width)))
          .isLessThan(estimate.of(groups.full()));
    }
  }

  @Test
  void continuesAStoppedMeasurementWithTheSameResult() throws IOException {
    ChannelGroups groups = groups("mobilenet");
    List<WidthPlan> first = new ArrayList<>();
    Probe truth = truth(groups, first);
    Probe dying =
        (plan, progress) -> {
          if (first.size() == 7) {
            throw new IllegalStateException("killed");
          }
          return truth.accuracy(plan, progress);
        };
    Path journal = folder.resolve("journal");
    assertThatThrownBy(
            () ->
                new Sensitivity(groups, dying).measure(FRACTIONS, 30, journal, KEY, Progress.NONE))
        .hasMessage("killed");
    Files.writeString(journal, "[1, 2", StandardCharsets.UTF_8, StandardOpenOption.APPEND);

    List<WidthPlan> second = new ArrayList<>();
    SensitivityProfile resumed = measure(groups, 30, second);
    assertThat(second).doesNotContainAnyElementsOf(first);

    Files.delete(journal);
    List<WidthPlan> all = new ArrayList<>();
    assertThat(measure(groups, 30, all)).isEqualTo(resumed);
    assertThat(all).hasSize(first.size() + second.size());
  }

  @Test
  void startsAnewForOtherContent() {
    ChannelGroups groups = groups("mobilenet");
    measure(groups, 5, new ArrayList<>());
    List<WidthPlan> asked = new ArrayList<>();
    new Sensitivity(groups, truth(groups, asked))
        .measure(FRACTIONS, 5, folder.resolve("journal"), Map.of("seed", "2"), Progress.NONE);
    assertThat(asked).hasSize(6);
  }

  @Test
  void readsWhatItWrote() {
    ChannelGroups groups = groups("shufflenet");
    SensitivityProfile profile = measure(groups, 40, new ArrayList<>());
    Path file = folder.resolve("sensitivity.json");
    profile.write(file);

    assertThat(SensitivityProfile.read(file)).isEqualTo(profile);
    assertThat(profile.axes().stream().map(AxisProfile::groups))
        .anyMatch(names -> names.size() > 1);
    assertThatThrownBy(() -> profile.estimate(groups("vgg16")))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("shufflenet");
  }
}
