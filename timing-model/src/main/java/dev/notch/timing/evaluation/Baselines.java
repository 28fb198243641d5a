package dev.notch.timing.evaluation;

import dev.notch.timing.tree.Row;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TreeOptions;
import dev.notch.timing.tree.TreeTrainer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import smile.base.cart.Loss;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.math.MathEx;
import smile.math.kernel.GaussianKernel;
import smile.regression.DataFrameRegression;
import smile.regression.GradientTreeBoost;
import smile.regression.RandomForest;
import smile.regression.Regression;
import smile.regression.RegressionTree;
import smile.regression.SVR;

/**
 * What our trees are compared with: Smile's regression tree, random forest, gradient boosting and
 * support vector regression, and a line on MACs (elsewhere: on the first explanatory column).
 * Smile's learn the logarithm of the time, which suits relative errors, from the variables and the
 * plain explanatory columns; they are given neither multiples nor views.
 */
public final class Baselines {
  private static final String TARGET = "log_ms";
  private static final double FLOOR_MS = 1e-4;

  /** Support vector regression takes a time that grows with the square of its rows and more. */
  public static final int MOST_SUPPORT_ROWS = 2000;

  private final double floor;
  private final int supportRows;

  private Baselines(double floor, int supportRows) {
    this.floor = floor;
    this.supportRows = supportRows;
  }

  /** Those for times in milliseconds whose first explanatory column is MACs. */
  public static List<Regressor> all() {
    return new Baselines(FLOOR_MS, Integer.MAX_VALUE).list("MACs");
  }

  /**
   * Those for targets of any unit and for any number of rows, of which support vector regression
   * learns from {@value #MOST_SUPPORT_ROWS} at most.
   *
   * @param first name of the first explanatory column, on which the line is
   * @param floor targets below it are taken for it, in the unit of the target
   */
  public static List<Regressor> all(String first, double floor) {
    return new Baselines(floor, MOST_SUPPORT_ROWS).list(first);
  }

  private List<Regressor> list(String first) {
    return List.of(
        smile("regression tree", (data, seed) -> RegressionTree.fit(formula(), data, 20, 6000, 5)),
        smile("random forest", Baselines::forest),
        smile("gradient boosting", Baselines::boosting),
        new Support(),
        new Line(first));
  }

  private interface Fit {
    DataFrameRegression fit(DataFrame data, long seed);
  }

  private static Formula formula() {
    return Formula.lhs(TARGET);
  }

  private static DataFrameRegression forest(DataFrame data, long seed) {
    int columns = data.ncols() - 1;
    int mtry = Math.max(columns / 3, 1);
    int trees = 200;
    LongStream seeds = new java.util.SplittableRandom(seed).longs(trees, 1, Integer.MAX_VALUE);
    return RandomForest.fit(formula(), data, trees, mtry, 20, 6000, 5, 1.0, seeds);
  }

  private static DataFrameRegression boosting(DataFrame data, long seed) {
    MathEx.setSeed(seed); // draws its subsamples from the thread's generator
    return GradientTreeBoost.fit(formula(), data, Loss.ls(), 300, 6, 64, 5, 0.1, 0.7);
  }

  private Regressor smile(String name, Fit fit) {
    return new Regressor() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public ToDoubleFunction<Row> fit(List<Row> rows, long seed) {
        DataFrameRegression model = fit.fit(frame(rows), seed);
        return row -> Math.exp(model.predict(frame(List.of(row)))[0]);
      }
    };
  }

  private DataFrame frame(List<Row> rows) {
    double[][] data =
        rows.stream()
            .map(
                row -> {
                  double[] values = values(row);
                  double[] line = Arrays.copyOf(values, values.length + 1);
                  line[values.length] = logarithm(row);
                  return line;
                })
            .toArray(double[][]::new);
    String[] names = new String[data[0].length];
    Arrays.setAll(names, i -> i == names.length - 1 ? TARGET : "x" + i);
    return DataFrame.of(data, names);
  }

  /** Variables and plain explanatory columns without the constant. */
  static double[] values(Row row) {
    double[] plain = row.explanatory()[0];
    double[] values = Arrays.copyOf(row.variables(), row.variables().length + plain.length - 1);
    System.arraycopy(plain, 0, values, row.variables().length, plain.length - 1);
    return values;
  }

  private double logarithm(Row row) {
    return Math.log(Math.max(row.target(), floor));
  }

  /** Gaussian kernel over the standardised logarithms of the values. */
  private final class Support implements Regressor {
    @Override
    public String name() {
      return "SVR";
    }

    @Override
    public ToDoubleFunction<Row> fit(List<Row> all, long seed) {
      List<Row> rows = sample(all, seed);
      double[][] raw = rows.stream().map(Support::logarithms).toArray(double[][]::new);
      double[] mean = MathEx.colMeans(raw);
      double[] spread = MathEx.colSds(raw);
      double[][] x = Arrays.stream(raw).map(r -> scale(r, mean, spread)).toArray(double[][]::new);
      double[] y = rows.stream().mapToDouble(Baselines.this::logarithm).toArray();
      if (Arrays.stream(y).distinct().count() < 2) {
        return row -> Math.exp(y[0]);
      }
      double width = Math.sqrt(x[0].length) / 2;
      MathEx.setSeed(seed);
      Regression<double[]> model = SVR.fit(x, y, new GaussianKernel(width), 0.02, 100, 1e-3);
      return row -> Math.exp(model.predict(scale(logarithms(row), mean, spread)));
    }

    private List<Row> sample(List<Row> all, long seed) {
      if (all.size() <= supportRows) {
        return all;
      }
      List<Row> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, new Random(seed));
      return shuffled.subList(0, supportRows);
    }

    private static double[] logarithms(Row row) {
      return Arrays.stream(values(row))
          .map(v -> Math.signum(v) * Math.log1p(Math.abs(v)))
          .toArray();
    }

    private static double[] scale(double[] raw, double[] mean, double[] spread) {
      double[] scaled = new double[raw.length];
      Arrays.setAll(scaled, i -> spread[i] > 0 ? (raw[i] - mean[i]) / spread[i] : 0);
      return scaled;
    }
  }

  /** {@code a * MACs + b}; of layers without MACs it is their mean in the relative sense. */
  private final class Line implements Regressor {
    private static final Schema SCHEMA =
        new Schema(List.of(new Schema.Variable("none", false)), List.of("first", "1"), List.of(""));

    private final String first;

    Line(String first) {
      this.first = first;
    }

    @Override
    public String name() {
      return "line on " + first;
    }

    @Override
    public ToDoubleFunction<Row> fit(List<Row> rows, long seed) {
      TreeOptions one = new TreeOptions(1, 1, floor * 10);
      TimingTree tree = TreeTrainer.fit(SCHEMA, rows.stream().map(Line::line).toList(), one);
      return row -> tree.predict(new double[1], line(row).explanatory());
    }

    private static Row line(Row row) {
      double[] columns = {row.explanatory()[0][0], 1};
      return new Row(new double[1], new double[][] {columns}, row.target());
    }
  }
}
