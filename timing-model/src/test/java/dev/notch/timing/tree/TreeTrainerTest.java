package dev.notch.timing.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.notch.timing.tree.Schema.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TreeTrainerTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(new Variable("channels", true), new Variable("pixels", false)),
          List.of("work", "1"),
          List.of(""));
  private static final TreeOptions OPTIONS = new TreeOptions(10, 25, 1e-6);

  /** Twelve times slower off the multiples of four, and dearer from 500 pixels on. */
  private static double device(int channels, int pixels) {
    double work = channels * (double) pixels;
    double slow = channels % 4 == 0 ? 1 : 12;
    double big = pixels > 500 ? 2 : 1;
    return 1e-4 * slow * big * work + 0.02 * big;
  }

  private static List<Row> rows(long seed, int count, double noise) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int channels = random.nextInt(1, 257);
      channels = random.nextBoolean() ? Math.max(4, channels / 4 * 4) : channels;
      int pixels = random.nextInt(16, 1025);
      double factor = 1 + noise * (2 * random.nextDouble() - 1);
      rows.add(row(channels, pixels, device(channels, pixels) * factor));
    }
    return rows;
  }

  private static Row row(int channels, int pixels, double target) {
    double work = channels * (double) pixels;
    return new Row(new double[] {channels, pixels}, new double[][] {{work, 1}}, target);
  }

  @Test
  void findsTheStaircaseAndTheThreshold() {
    for (long seed = 0; seed < 5; seed++) {
      TimingTree tree = TreeTrainer.fit(SCHEMA, rows(seed, 800, 0.02), OPTIONS);
      String text = tree.toString();
      assertThat(text).as("seed %d", seed).contains("Multiple[variable=0, modulus=4]");
      assertThat(tree.leaves().size()).as("seed %d", seed).isBetween(4, 6);
      long good =
          rows(seed + 100, 200, 0).stream()
              .filter(
                  r ->
                      Math.abs(tree.predict(r.variables(), r.explanatory()) / r.target() - 1)
                          < 0.05)
              .count();
      // Some rows lie between the threshold and the nearest rows that the tree has seen.
      assertThat(good).as("seed %d", seed).isGreaterThan(185);
    }
  }

  @Test
  void theFirstSplitIsTheBestOfAllSplits() {
    for (long seed = 0; seed < 10; seed++) {
      List<Row> rows = rows(seed, 120, 0.3);
      Table table = new Table(SCHEMA, rows, OPTIONS.floor());
      int[] all = java.util.stream.IntStream.range(0, rows.size()).toArray();
      SplitSearch.Found found = new SplitSearch(table, 10).best(all).orElseThrow();
      assertThat(found.error()).as("seed %d", seed).isCloseTo(bestSplit(rows), within(1e-6));
      assertThat(split(rows, found.split()))
          .as("seed %d", seed)
          .isCloseTo(found.error(), within(1e-6));
    }
  }

  private static double bestSplit(List<Row> rows) {
    double best = Double.POSITIVE_INFINITY;
    for (int variable = 0; variable < 2; variable++) {
      for (Row row : rows) {
        best = Math.min(best, split(rows, new Split.Range(variable, row.variables()[variable])));
      }
    }
    for (int modulus = 2; modulus <= 128; modulus++) {
      best = Math.min(best, split(rows, new Split.Multiple(0, modulus)));
    }
    return best;
  }

  private static double split(List<Row> rows, Split split) {
    List<Row> yes = new ArrayList<>(rows);
    yes.removeIf(row -> !split.holds(row.variables()[split.variable()]));
    List<Row> no = new ArrayList<>(rows);
    no.removeIf(row -> split.holds(row.variables()[split.variable()]));
    boolean allowed = yes.size() >= 10 && no.size() >= 10;
    return allowed ? leafError(yes) + leafError(no) : Double.POSITIVE_INFINITY;
  }

  private static double leafError(List<Row> rows) {
    double[][] a = new double[rows.size()][];
    double[] y = new double[rows.size()];
    for (int i = 0; i < a.length; i++) {
      double t = rows.get(i).target();
      double[] x = rows.get(i).explanatory()[0];
      a[i] = new double[] {x[0] / t, x[1] / t};
      y[i] = 1;
    }
    return BruteForce.leastError(a, y);
  }

  @Test
  void theOrderOfTheRowsDoesNotMatter() {
    List<Row> rows = rows(3, 400, 0.05);
    TimingTree tree = TreeTrainer.fit(SCHEMA, rows, OPTIONS);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(11));
    assertThat(TreeTrainer.fit(SCHEMA, shuffled, OPTIONS)).isEqualTo(tree);
  }

  @Test
  void noiseIsNotSplit() {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      int channels = random.nextInt(1, 257);
      int pixels = random.nextInt(16, 1025);
      rows.add(
          row(channels, pixels, (1e-4 * channels * pixels + 0.02) * random.nextDouble(0.9, 1.1)));
    }
    assertThat(TreeTrainer.fit(SCHEMA, rows, OPTIONS).leaves().size()).isLessThanOrEqualTo(2);
  }

  @Test
  void aFewRowsMakeOneLeaf() {
    List<Row> rows = rows(1, 6, 0);
    TimingTree tree = TreeTrainer.fit(SCHEMA, rows, OPTIONS);
    assertThat(tree.leaves()).hasSize(1);
    assertThat(tree.leaves().get(0).samples()).isEqualTo(6);
  }

  @Test
  void leavesKnowWhatTheyHaveSeen() {
    TimingTree tree = TreeTrainer.fit(SCHEMA, List.of(row(4, 100, 1), row(8, 100, 2)), OPTIONS);
    Bounds seen = tree.leaves().get(0).seen();
    assertThat(seen.contain(new double[] {600, 1}, 0)).isTrue();
    assertThat(seen.contain(new double[] {900, 1}, 0)).isFalse();
    assertThat(seen.contain(new double[] {300, 1}, 0.1)).isFalse();
  }

  @Test
  void aLeafCountsItsWorkInTheViewThatExplainsIt() {
    Schema schema = new Schema(SCHEMA.variables(), SCHEMA.explanatory(), List.of("", "16"));
    SplittableRandom random = new SplittableRandom(2);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int channels = random.nextInt(1, 129);
      int pixels = random.nextInt(16, 1025);
      double padded = Math.ceil(channels / 16.0) * 16 * pixels;
      double[][] views = {{channels * (double) pixels, 1}, {padded, 1}};
      rows.add(new Row(new double[] {channels, pixels}, views, 1e-4 * padded + 0.05));
    }
    TimingTree tree = TreeTrainer.fit(schema, rows, OPTIONS);
    assertThat(tree.leaves()).hasSize(1);
    Equation equation = tree.leaves().get(0).equation();
    assertThat(equation.view()).isEqualTo(1);
    assertThat(equation.coefficient(0)).isCloseTo(1e-4, within(1e-9));
    assertThat(equation.coefficient(1)).isCloseTo(0.05, within(1e-7));
  }
}
