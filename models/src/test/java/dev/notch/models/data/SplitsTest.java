package dev.notch.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.NotchException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void partsAreDisjointCompleteAndStratified(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] counts = IntStream.generate(() -> random.nextInt(20, 200)).limit(7).toArray();
    Images images = TestImages.random(2, 2, seed, counts);
    int count = random.nextInt(images.size() / 5, images.size() / 2);
    Splits.Parts parts = Splits.stratified(images, count, seed);

    assertThat(parts.held().size()).as("seed %d", seed).isEqualTo(count);
    Set<byte[]> all = pictures(parts.rest());
    all.addAll(pictures(parts.held()));
    assertThat(all).as("seed %d", seed).hasSize(images.size());
    int[] held = parts.held().classCounts();
    for (int c = 0; c < counts.length; c++) {
      double exact = (double) counts[c] * count / images.size();
      assertThat((double) held[c]).as("seed %d class %d", seed, c).isCloseTo(exact, within(1.0));
    }
  }

  @Test
  void sameSeedSameSplitOtherSeedOtherSplit() {
    Images images = TestImages.random(2, 2, 1, 100, 100);
    assertThat(held(images, 5)).isEqualTo(held(images, 5)).isNotEqualTo(held(images, 6));
  }

  /** A stored split must stay what it is: these numbers were drawn once and are kept. */
  @Test
  void permutationsDoNotChangeBetweenVersions() {
    assertThat(Splits.permutation(10, 42)).containsExactly(3, 4, 7, 0, 8, 5, 9, 2, 6, 1);
  }

  @ParameterizedTest
  @CsvSource({"50000,5000", "20000,2000", "10000,2000", "8000,2000", "6000,1500", "40,10"})
  void holdsOutATenthButAtLeastTwoThousandButAtMostAQuarter(int images, int expected) {
    assertThat(Splits.defaultCount(images)).isEqualTo(expected);
  }

  @Test
  void aClassWithTooFewPicturesIsNamed() {
    Images images = TestImages.random(2, 2, 1, 100, 1);
    assertThatThrownBy(() -> Splits.stratified(images, 25, 1))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("class-1 has too few images");
  }

  @Test
  void anImpossibleCountIsRefused() {
    Images images = TestImages.random(2, 2, 1, 10, 10);
    assertThatThrownBy(() -> Splits.stratified(images, 20, 1))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("cannot hold out 20 of 20");
  }

  private static List<Integer> held(Images images, long seed) {
    Set<byte[]> held = pictures(Splits.stratified(images, 40, seed).held());
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < images.size(); i++) {
      if (held.contains(images.raw(i))) {
        indices.add(i);
      }
    }
    return indices;
  }

  private static Set<byte[]> pictures(Images images) {
    Set<byte[]> set = Collections.newSetFromMap(new IdentityHashMap<>());
    IntStream.range(0, images.size()).forEach(i -> set.add(images.raw(i)));
    return set;
  }
}
