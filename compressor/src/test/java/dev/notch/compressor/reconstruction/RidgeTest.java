package dev.notch.compressor.reconstruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RidgeTest {
  @Test
  void findsTheMapThatMadeTheRows() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] map = {{1, -2}, {0.5, 0}, {-3, 4}};
    Ridge ridge = new Ridge(3, 2);
    for (int row = 0; row < 50; row++) {
      double[] known = {random.nextGaussian(), random.nextGaussian(), random.nextGaussian()};
      double[] wanted = new double[2];
      for (int i = 0; i < 3; i++) {
        wanted[0] += known[i] * map[i][0];
        wanted[1] += known[i] * map[i][1];
      }
      ridge.add(known, wanted);
    }
    double[][] found = ridge.solve(1e-12);
    for (int i = 0; i < 3; i++) {
      assertThat(found[i]).containsExactly(map[i], within(1e-8));
    }
  }

  @Test
  void oneValueIsShrunkAsTheFormulaSays() {
    Ridge ridge = new Ridge(1, 1);
    ridge.add(new double[] {2}, new double[] {6});
    assertThat(ridge.solve(0.5)[0][0]).isCloseTo(12 / (4 + 0.5 * 4), within(1e-12));
  }

  @Test
  void valuesThatAreAlwaysZeroExplainNothing() {
    Ridge ridge = new Ridge(2, 1);
    ridge.add(new double[] {1, 0}, new double[] {3});
    ridge.add(new double[] {-1, 0}, new double[] {-3});
    double[][] found = ridge.solve(1e-6);
    assertThat(found[0][0]).isCloseTo(3, within(1e-4));
    assertThat(found[1][0]).isZero();
  }
}
