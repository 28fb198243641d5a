package dev.notch.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ImagesTest {

  @Test
  void subsetSharesPicturesAndKeepsTheGivenOrder() {
    Images images = TestImages.random(3, 4, 1, 5, 5);
    Images subset = images.subset(new int[] {7, 2, 7});
    assertThat(subset.size()).isEqualTo(3);
    assertThat(subset.raw(0)).isSameAs(images.raw(7)).isSameAs(subset.raw(2));
    assertThat(subset.labels()).containsExactly(images.label(7), images.label(2), images.label(7));
  }

  @Test
  void nothingThatIsHandedOutReachesTheSet() {
    Images images = TestImages.random(2, 2, 2, 2, 2);
    byte before = images.pixels(0)[0];
    images.pixels(0)[0]++;
    images.labels()[0] = 99;
    assertThat(images.pixels(0)[0]).isEqualTo(before);
    assertThat(images.label(0)).isZero();
  }

  @Test
  void wrongLabelsAndSizesAreNamed() {
    byte[][] pixels = {new byte[12], new byte[11]};
    List<String> names = List.of("a", "b");
    assertThatThrownBy(() -> new Images(2, 2, names, pixels, new int[] {0, 1}))
        .hasMessageContaining("image 1 has 11 bytes");
    assertThatThrownBy(() -> new Images(2, 2, names, new byte[1][12], new int[] {2}))
        .hasMessageContaining("image 0 has label 2");
    assertThatThrownBy(() -> new Images(2, 2, names, pixels, new int[] {0}))
        .hasMessageContaining("2 images have 1 labels");
  }

  @Test
  void normalizationMakesMeanZeroAndDeviationOne() {
    Images images = TestImages.random(5, 7, 3, 20, 20);
    Batches batches = new Batches(images, Normalization.of(images));
    float[] all = new float[batches.floats(images.size())];
    batches.plain(IntStream.range(0, images.size()).toArray(), all);
    for (int c = 0; c < Images.CHANNELS; c++) {
      double sum = 0;
      double squares = 0;
      for (int i = c; i < all.length; i += Images.CHANNELS) {
        sum += all[i];
        squares += all[i] * all[i];
      }
      double count = all.length / (double) Images.CHANNELS;
      assertThat(sum / count).isCloseTo(0, within(1e-4));
      assertThat(squares / count).isCloseTo(1, within(1e-4));
    }
  }

  @Test
  void picturesOfOneColourCanBeNormalized() {
    Images grey = new Images(1, 1, List.of("a"), new byte[1][3], new int[1]);
    assertThat(Normalization.of(grey).std()).allMatch(std -> std > 0);
  }
}
