package dev.notch.timing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.NotchException;
import dev.notch.models.files.AtomicFile;
import dev.notch.models.progress.Progress;
import dev.notch.timing.evaluation.FitReport;
import dev.notch.timing.render.TextRenderer;
import dev.notch.timing.table.TableFitter.Fitted;
import dev.notch.timing.tree.Equation;
import dev.notch.timing.tree.Row;
import dev.notch.timing.tree.Split;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TimingTree.Branch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFitterTest {
  private static final int LANES = 0;
  private static final int HEIGHT = 1;

  @TempDir private Path folder;

  private Fitted fit(String csv, Columns columns) {
    Path file = folder.resolve("table.csv");
    AtomicFile.writeText(file, csv);
    return TableFitter.fit(TableReader.read(file, columns, Progress.NONE), 1, Progress.NONE);
  }

  private static Set<Split> splits(TimingTree.Node node) {
    Set<Split> splits = new HashSet<>();
    if (node instanceof Branch branch) {
      splits.add(branch.split());
      splits.addAll(splits(branch.yes()));
      splits.addAll(splits(branch.no()));
    }
    return splits;
  }

  @Test
  void findsTheConditionsAndTheCoefficients() {
    for (long seed = 1; seed <= 3; seed++) {
      Fitted fitted = fit(Staircase.csv(seed, 600, 0.01), Staircase.COLUMNS);
      TimingTree tree = fitted.model().trees().get(MeasuredTable.ALL);
      Set<Split> splits = splits(tree.root());
      assertThat(splits).as("seed %d", seed).contains(new Split.Multiple(LANES, 24));
      assertThat(splits)
          .as("seed %d", seed)
          .anySatisfy(
              split -> {
                assertThat(split).isInstanceOf(Split.Range.class);
                assertThat(split.variable()).isEqualTo(HEIGHT);
                assertThat(((Split.Range) split).threshold()).isBetween(31.0, 33.0);
              });
      for (int height : new int[] {10, 60}) {
        for (int lanes : new int[] {48, 49}) {
          Equation equation = tree.leaf(new double[] {lanes, height}).equation();
          String where = "seed %d, %d lanes, height %d".formatted(seed, lanes, height);
          double perWork = lanes == 48 ? 0.002 : 0.004;
          assertThat(equation.coefficient(0)).as(where).isCloseTo(perWork, within(0.02 * perWork));
          double perByte = height > 32 ? 0.001 : 0;
          assertThat(equation.coefficient(1)).as(where).isCloseTo(perByte, within(0.0001));
        }
      }
    }
  }

  @Test
  void theUnitDoesNotMatter() {
    TimingTree micros =
        fit(Staircase.csv(1, 300, 0.02), Staircase.COLUMNS).model().trees().get("all");
    String csv = Staircase.HEADER + "\n" + String.join("\n", Staircase.lines(1, 300, 0.02, 1e-12));
    TimingTree tiny = fit(csv, Staircase.COLUMNS).model().trees().get("all");
    assertThat(splits(tiny.root())).isEqualTo(splits(micros.root()));
    for (int i = 0; i < micros.leaves().size(); i++) {
      assertThat(tiny.leaves().get(i).equation().coefficient(0) * 1e12)
          .isCloseTo(micros.leaves().get(i).equation().coefficient(0), within(1e-9));
    }
  }

  @Test
  void theOrderOfTheRowsDoesNotMatter() {
    List<String> lines = new ArrayList<>(Staircase.lines(2, 300, 0.05, 1));
    TableModel model =
        fit(Staircase.HEADER + "\n" + String.join("\n", lines), Staircase.COLUMNS).model();
    Collections.shuffle(lines, new Random(7));
    TableModel shuffled =
        fit(Staircase.HEADER + "\n" + String.join("\n", lines), Staircase.COLUMNS).model();
    assertThat(shuffled.trees()).isEqualTo(model.trees());
  }

  @Test
  void everyGroupGetsItsTreeOrIsNamed() {
    StringBuilder csv = new StringBuilder("op,n,us\n");
    for (int i = 1; i <= 12; i++) {
      csv.append("sort,").append(i).append(',').append(3 * i + 2).append('\n');
      csv.append("copy,").append(i).append(',').append(i).append('\n');
      csv.append("rare,").append(i % 4).append(',').append(i).append('\n');
    }
    Columns columns = new Columns("us", List.of("n"), List.of("n"), Optional.of("op"));
    Fitted fitted = fit(csv.toString(), columns);
    assertThat(fitted.model().trees()).containsOnlyKeys("copy", "sort");
    assertThat(fitted.leftOut()).containsOnlyKeys("rare").containsEntry("rare", 4);
    assertThat(TextRenderer.render(fitted.model().drawing()))
        .contains("sort (12 rows, 1 leaves)\nus = 3*n + 2  (n 12, error 0.0 %)");
  }

  @Test
  void tooFewDifferentConfigurationsAreAnError() {
    String few = "n,us\n" + "1,2\n".repeat(9);
    String alike = "n,us\n" + "1,2\n3,4\n".repeat(40);
    Columns columns = new Columns("us", List.of("n"), List.of("n"), Optional.empty());
    assertThatThrownBy(() -> fit(few, columns))
        .isInstanceOf(NotchException.class)
        .hasMessage("table.csv: a fit needs at least 10 different configurations, not 1 (9 rows)");
    assertThatThrownBy(() -> fit(alike, columns)).hasMessageContaining("not 2 (80 rows)");
  }

  @Test
  void intervalsHoldNineOfTenMeasurementsThatNobodyFitted() {
    Fitted fitted = fit(Staircase.csv(1, 600, 0.1), Staircase.COLUMNS);
    TableIntervals intervals = fitted.model().intervals().get(MeasuredTable.ALL);
    TimingTree tree = fitted.model().trees().get(MeasuredTable.ALL);
    assertThat(intervals.leaves()).hasSameSizeAs(tree.leaves());
    assertThat(intervals.held()).as("held out, seed 1").isBetween(85.0, 95.0);
    assertThat(intervals.tree()).isBetween(1.05, 1.2);
    List<Row> fresh =
        fit(Staircase.csv(2, 600, 0.1), Staircase.COLUMNS).table().groups().get(MeasuredTable.ALL);
    long held = fresh.stream().filter(row -> holds(intervals, tree, row)).count();
    assertThat(100.0 * held / fresh.size()).as("fresh, seed 2").isBetween(84.0, 96.0);
  }

  @Test
  void noisyLeavesHaveWiderIntervals() {
    StringBuilder csv = new StringBuilder("n,kind,us\n");
    Random random = new Random(5);
    for (int i = 1; i <= 400; i++) {
      double noise = i % 2 == 0 ? 0.01 : 0.3;
      double us = (i % 2 == 0 ? 3 : 50) * i * (1 + noise * (2 * random.nextDouble() - 1));
      csv.append(i).append(',').append(i % 2).append(',').append(us).append('\n');
    }
    Columns columns = new Columns("us", List.of("n", "kind"), List.of("n"), Optional.empty());
    Fitted fitted = fit(csv.toString(), columns);
    TimingTree tree = fitted.model().trees().get(MeasuredTable.ALL);
    List<Double> spreads = fitted.model().intervals().get(MeasuredTable.ALL).leaves();
    assertThat(spreads.get(tree.leaf(new double[] {200, 0}).index())).isLessThan(1.02);
    assertThat(spreads.get(tree.leaf(new double[] {201, 1}).index())).isBetween(1.2, 1.6);
  }

  private static boolean holds(TableIntervals intervals, TimingTree tree, Row row) {
    double predicted = tree.predict(row.variables(), row.explanatory());
    double spread = intervals.leaves().get(tree.leaf(row.variables()).index());
    return Math.max(row.target() / predicted, predicted / row.target()) <= spread;
  }

  /** Ten rows, equal targets, constant columns, negative settings: no learner may stumble. */
  @Test
  void smallAndDullTablesAreEvaluatedToo() {
    StringBuilder csv = new StringBuilder("n,celsius,same,us\n");
    for (int i = 0; i < 10; i++) {
      csv.append(i).append(',').append(-40 + i).append(",5,7\n");
    }
    Columns columns =
        new Columns("us", List.of("n", "celsius", "same"), List.of("same", "n"), Optional.empty());
    for (int folds : new int[] {2, 10}) {
      FitReport report = report(fit(csv.toString(), columns), folds);
      assertThat(report.layers()).hasSize(1);
      assertThat(report.layers().get(0).tree().mape()).isLessThan(1e-6);
      report
          .layers()
          .get(0)
          .baselines()
          .forEach((name, errors) -> assertThat(errors.mape()).as(name).isLessThan(1));
    }
  }

  private static FitReport report(Fitted fitted, int folds) {
    return TableFitter.report(fitted, new FitReport.Options(1, folds, true), Progress.NONE);
  }

  @Test
  void theReportIsTheOneOfEveryFit() throws IOException {
    Columns columns =
        new Columns("cycles", List.of("lanes", "height"), List.of("work"), Optional.of("unit"));
    Fitted fitted = fit(resource("blocks.csv"), columns);
    String text = TextRenderer.render(fitted.model().drawing()) + report(fitted, 5).text();
    assertThat(text.replaceAll("fitted in .* s", "fitted in a moment"))
        .isEqualTo(resource("blocks.txt"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = TableFitterTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
