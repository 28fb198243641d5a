package dev.notch.timing.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeafDesignTest {
  private static final double[] TYPICAL = {1, 1};

  @Test
  void anInverseTimesItsMatrixIsTheIdentity() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] matrix = new double[4][4];
    for (int i = 0; i < 9; i++) {
      double[] vector = random.doubles(4, -1, 1).toArray();
      Symmetric.addOuter(matrix, vector, 1e-4 + random.nextDouble());
    }
    double[][] inverse = Symmetric.inverse(matrix);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        double product = 0;
        for (int k = 0; k < 4; k++) {
          product += inverse[i][k] * matrix[k][j];
        }
        assertThat(product).as("seed 5, %d %d", i, j).isCloseTo(i == j ? 1 : 0, within(1e-9));
      }
    }
  }

  @Test
  void theGainIsWhatMeasuringLowersTheErrorBy() {
    LeafDesign design = new LeafDesign(0.04, new double[][] {{2, 1}, {1, 3}}, TYPICAL);
    double[][] rows = {{1, 0.5}, {0.2, 2}};
    double before = design.error();
    double gain = design.gain(rows);
    design.measure(rows);
    assertThat(gain).isPositive().isCloseTo(before - design.error(), within(1e-12));
    assertThat(design.gain(rows)).isPositive().isLessThan(gain);
  }

  @Test
  void whatWasNotSeenIsWorthMoreWhereItMatters() {
    LeafDesign design = new LeafDesign(0.04, new double[][] {{1, 0}, {0, 1}}, TYPICAL);
    design.measure(new double[][] {{1, 0}, {1, 0.01}, {1, 0}});
    assertThat(design.gain(new double[][] {{0, 1}}))
        .isGreaterThan(3 * design.gain(new double[][] {{1, 0}}));
    LeafDesign unimportant = new LeafDesign(0.04, new double[][] {{1, 0}, {0, 0}}, TYPICAL);
    assertThat(unimportant.gain(new double[][] {{0, 1}})).isZero();
  }
}
