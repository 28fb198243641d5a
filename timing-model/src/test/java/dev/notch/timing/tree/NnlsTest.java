package dev.notch.timing.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NnlsTest {

  /** Columns, target and their normal equations. */
  private record Problem(double[][] a, double[] y, double[][] gram, double[] right) {

    static Problem random(SplittableRandom random, int rows, int columns) {
      double[][] a = new double[rows][columns];
      double[] y = new double[rows];
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          a[r][c] = random.nextDouble(-0.3, 1) * Math.pow(10, c % 4 - 2);
        }
        y[r] = random.nextDouble(-1, 2);
      }
      return of(a, y);
    }

    static Problem of(double[][] a, double[] y) {
      int columns = a[0].length;
      double[][] gram = new double[columns][columns];
      double[] right = new double[columns];
      for (int r = 0; r < a.length; r++) {
        for (int i = 0; i < columns; i++) {
          right[i] += a[r][i] * y[r];
          for (int j = 0; j < columns; j++) {
            gram[i][j] += a[r][i] * a[r][j];
          }
        }
      }
      return new Problem(a, y, gram, right);
    }

    double error(double[] x) {
      double sum = 0;
      for (int r = 0; r < a.length; r++) {
        double off = -y[r];
        for (int c = 0; c < x.length; c++) {
          off += a[r][c] * x[c];
        }
        sum += off * off;
      }
      return sum;
    }

    /** Largest violation of the conditions that characterise the optimum, scaled by column. */
    double violation(double[] x) {
      double worst = 0;
      for (int i = 0; i < x.length; i++) {
        double slope = right[i];
        for (int j = 0; j < x.length; j++) {
          slope -= gram[i][j] * x[j];
        }
        slope /= Math.sqrt(gram[i][i]);
        worst = Math.max(worst, x[i] > 0 ? Math.abs(slope) : slope);
      }
      return worst;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 40, 150})
  void solutionsSatisfyTheOptimalityConditions(int columns) {
    for (long seed = 0; seed < 20; seed++) {
      Problem problem = Problem.random(new SplittableRandom(seed), 3 * columns + 5, columns);
      double[] x = Nnls.solve(problem.gram, problem.right);
      assertThat(java.util.Arrays.stream(x).min().orElse(0)).as("seed %d", seed).isNotNegative();
      assertThat(problem.violation(x)).as("seed %d", seed).isLessThan(1e-5);
    }
  }

  @Test
  void agreesWithTheBestOfAllActiveSets() {
    for (long seed = 0; seed < 200; seed++) {
      Problem problem = Problem.random(new SplittableRandom(seed), 12, 5);
      double[] x = Nnls.solve(problem.gram, problem.right);
      double best = BruteForce.leastError(problem.a, problem.y);
      assertThat(problem.error(x)).as("seed %d", seed).isBetween(best - 1e-9, best + 1e-6);
    }
  }

  @Test
  void theGuessDoesNotChangeTheSolution() {
    SplittableRandom random = new SplittableRandom(7);
    Problem problem = Problem.random(random, 200, 60);
    double[] plain = Nnls.solve(problem.gram, problem.right);
    double[] guess = random.doubles(60, 0, 3).toArray();
    double[] guessed = Nnls.solve(problem.gram, problem.right, guess);
    for (int i = 0; i < plain.length; i++) {
      assertThat(guessed[i]).isCloseTo(plain[i], org.assertj.core.api.Assertions.within(1e-6));
    }
  }

  @Test
  void columnsThatRepeatEachOtherAreHarmless() {
    Problem problem =
        Problem.of(new double[][] {{1, 1, 0}, {2, 2, 0}, {3, 3, 0}}, new double[] {2, 4, 6});
    double[] x = Nnls.solve(problem.gram, problem.right);
    assertThat(x[0] + x[1]).isCloseTo(2, org.assertj.core.api.Assertions.within(1e-6));
    assertThat(x[2]).isZero();
  }

  @Test
  void theEnumerationForLeavesAgrees() {
    for (long seed = 0; seed < 200; seed++) {
      Problem problem = Problem.random(new SplittableRandom(seed), 12, 4);
      Moments moments = new Moments(Moments.size(1, 4));
      for (int r = 0; r < problem.a.length; r++) {
        moments.add(products(problem.a[r], problem.y[r]));
      }
      LeafFit fit = new LeafFit(1, 4);
      double best = BruteForce.leastError(problem.a, problem.y);
      assertThat(fit.fit(moments)).as("seed %d", seed).isBetween(best - 1e-9, best + 1e-6);
      double[] x = new double[4];
      for (int i = 0; i < 4; i++) {
        x[i] = fit.equation().coefficient(i);
      }
      assertThat(problem.error(x)).as("seed %d", seed).isBetween(best - 1e-9, best + 1e-6);
    }
  }

  private static double[] products(double[] columns, double y) {
    double[] values = java.util.Arrays.copyOf(columns, columns.length + 1);
    values[columns.length] = y;
    double[] products = new double[Moments.block(columns.length)];
    int next = 0;
    for (int i = 0; i < values.length; i++) {
      for (int j = i; j < values.length; j++) {
        products[next++] = values[i] * values[j];
      }
    }
    return products;
  }
}
