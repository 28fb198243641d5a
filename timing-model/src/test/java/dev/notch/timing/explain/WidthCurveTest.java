package dev.notch.timing.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.timing.explain.WidthCurve.Point;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WidthCurveTest {

  /** Blocks of sixteen, and five milliseconds more off the multiples of four. */
  private static double staircase(int width) {
    return Math.ceil(width / 16.0) + (width % 4 == 0 ? 0 : 5);
  }

  @Test
  void findsTheNotchesOfAStaircase() {
    WidthCurve curve = curve(30, 66, 47, WidthCurveTest::staircase);
    assertThat(widths(curve.notches())).containsExactly(32, 36, 40, 44, 48, 52, 56, 60, 64);
    assertThat(widths(curve.frontier())).containsExactly(32, 48, 64);
    assertThat(curve.narrower()).hasValue(new Point(44, 3, true));
    assertThat(curve.expansion()).hasValue(new Point(64, 4, true));
    assertThat(curve.saves(curve.narrower().orElseThrow())).isEqualTo(5);
    assertThat(curve.savedShare(curve.expansion().orElseThrow())).isEqualTo(0.5);
  }

  @Test
  void fromANotchNarrowingPaysOnlyAtTheNextStep() {
    WidthCurve curve = curve(40, 90, 64, width -> Math.ceil(width / 16.0) / 2);
    assertThat(widths(curve.notches())).containsExactly(48, 64, 80);
    assertThat(curve.narrower()).isEmpty();
    assertThat(curve.expansion()).isEmpty();
    assertThat(curve(40, 90, 50, width -> Math.ceil(width / 16.0) / 2).narrower())
        .hasValue(new Point(48, 1.5, true));
  }

  @Test
  void aLineHasNoNotches() {
    assertThat(curve(1, 99, 50, width -> 0.1 * width).notches()).isEmpty();
    WidthCurve withConstant = curve(1, 99, 50, width -> 2 + 0.1 * width);
    assertThat(withConstant.notches()).isEmpty();
    assertThat(withConstant.narrower()).isEmpty();
    assertThat(withConstant.expansion()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void saysWhatAnExhaustiveSearchSays(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] ms = random.doubles(80, 1, 3).toArray();
    int step = random.nextInt(1, 4);
    List<Point> points = new ArrayList<>();
    for (int w = step; w < ms.length; w += step) {
      points.add(new Point(w, ms[w], true));
    }
    for (int asked = 0; asked < points.size(); asked++) {
      WidthCurve curve = new WidthCurve(Dimension.IN, asked, points);
      assertThat(curve.notches()).as("seed %d", seed).isEqualTo(notches(points));
      assertThat(curve.narrower())
          .as("seed %d at %d", seed, asked)
          .isEqualTo(narrower(points, asked));
      assertThat(curve.expansion())
          .as("seed %d at %d", seed, asked)
          .isEqualTo(wider(points, asked));
    }
  }

  @Test
  void aWidthMustBeAmongThePointsInOrder() {
    assertThatThrownBy(() -> curve(1, 9, 10, width -> width))
        .isInstanceOf(IllegalArgumentException.class);
    List<Point> disordered = List.of(new Point(3, 1, true), new Point(2, 1, true));
    assertThatThrownBy(() -> new WidthCurve(Dimension.IN, 0, disordered))
        .hasMessageContaining("ascend");
    assertThat(curve(1, 9, 3, w -> 0).savedShare(new Point(2, 0, true))).isCloseTo(0, within(0.0));
  }

  private static List<Point> notches(List<Point> all) {
    List<Point> found = new ArrayList<>();
    for (int i = 1; i + 1 < all.size(); i++) {
      if (rate(all, i) <= rate(all, i - 1) && rate(all, i) < rate(all, i + 1)) {
        found.add(all.get(i));
      }
    }
    return found;
  }

  private static Optional<Point> narrower(List<Point> all, int asked) {
    List<Integer> paying =
        IntStream.range(0, asked)
            .filter(i -> rate(all, i) < rate(all, asked))
            .filter(i -> all.get(i).ms() <= 0.99 * all.get(asked).ms())
            .boxed()
            .toList();
    if (paying.isEmpty()) {
      return Optional.empty();
    }
    int foot = paying.get(paying.size() - 1);
    for (int i = foot; i > 0 && rate(all, i - 1) < rate(all, i); i--) {
      foot = i - 1;
    }
    return Optional.of(all.get(foot));
  }

  private static Optional<Point> wider(List<Point> all, int asked) {
    return all.stream()
        .skip(asked + 1L)
        .filter(p -> p.ms() <= all.get(asked).ms())
        .reduce((a, b) -> b);
  }

  private static double rate(List<Point> all, int i) {
    return all.get(i).ms() / all.get(i).width();
  }

  private static List<Integer> widths(List<Point> points) {
    return points.stream().map(Point::width).toList();
  }

  private static WidthCurve curve(int from, int to, int asked, IntToDoubleFunction ms) {
    List<Point> points =
        IntStream.rangeClosed(from, to)
            .mapToObj(w -> new Point(w, ms.applyAsDouble(w), true))
            .toList();
    return new WidthCurve(Dimension.OUT, asked - from, points);
  }
}
