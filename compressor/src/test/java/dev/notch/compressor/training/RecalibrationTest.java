package dev.notch.compressor.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.data.DataSet;
import dev.notch.models.data.Images;
import dev.notch.models.data.Splits;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecalibrationTest {
  private static final int COUNT = 1200;

  /**
   * Folders are read class by class; statistics of one class are no statistics of the network's.
   */
  @Test
  void looksAtPicturesOfAllClasses() {
    Recalibration recalibration = new Recalibration(sortedByClass(), 1);
    List<float[]> batches = recalibration.batches(32);
    assertThat(batches).hasSize(1);
    Set<Float> greys = new HashSet<>();
    for (int i = 0; i < 32; i++) {
      greys.add(batches.get(0)[i * 3]);
    }
    assertThat(greys).hasSize(3);
    assertThat(recalibration.batches(32).get(0)).isEqualTo(batches.get(0));
  }

  @Test
  void othersAreOfAllClassesToo() {
    Recalibration recalibration = new Recalibration(sortedByClass(), 1);
    Images others = recalibration.others(64);
    assertThat(others.size()).isEqualTo(64);
    assertThat(others.classCounts()).doesNotContain(0);
    assertThat(recalibration.others(2 * COUNT).size()).isEqualTo(COUNT);
  }

  /** Single pixels: black, grey and white, in this order. */
  private static DataSet sortedByClass() {
    byte[][] pixels = new byte[COUNT][3];
    int[] labels = new int[COUNT];
    for (int i = 0; i < COUNT; i++) {
      labels[i] = i * 3 / COUNT;
      Arrays.fill(pixels[i], (byte) (labels[i] * 100));
    }
    Images all = new Images(1, 1, List.of("black", "grey", "white"), pixels, labels);
    int[] order = new int[COUNT];
    Arrays.setAll(order, i -> i);
    return DataSet.of(
        "sorted",
        "sorted",
        new Splits.Parts(all.subset(order), all.subset(new int[] {0, 1})),
        all.subset(new int[] {0, 1}),
        Toys.HALF);
  }
}
