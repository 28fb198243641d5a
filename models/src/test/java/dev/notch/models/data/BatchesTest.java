package dev.notch.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.data.Augmentation.Placement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
  private static final int HEIGHT = 6;
  private static final int WIDTH = 9;
  private static final Normalization NORMALIZATION =
      new Normalization(List.of(0.1, 0.2, 0.3), List.of(0.5, 0.6, 0.7));

  private final Images images = TestImages.random(HEIGHT, WIDTH, 11, 20, 20);
  private final Batches batches = new Batches(images, NORMALIZATION);

  @Test
  void plainBatchesAreTheNormalizedPictures() {
    int[] indices = {3, 0, 3};
    float[] batch = new float[batches.floats(indices.length)];
    batches.plain(indices, batch);
    for (int i = 0; i < batch.length; i++) {
      int picture = indices[i / images.pictureBytes()];
      int at = i % images.pictureBytes();
      assertThat(batch[i]).isCloseTo(oracle(images.pixels(picture), at), within(1e-6f));
    }
    assertThat(batches.labels(indices))
        .containsExactly(images.label(3), images.label(0), images.label(3));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void augmentedPicturesAreShiftedAndMirroredOriginals(long seed) {
    Augmentation augmentation = new Augmentation(4, true, seed);
    float[] batch = new float[images.pictureBytes()];
    for (int index = 0; index < images.size(); index++) {
      batches.augmented(new int[] {index}, augmentation, 5, batch);
      Placement placement = augmentation.place(5, index);
      assertThat(batch)
          .as("seed %d image %d %s", seed, index, placement)
          .containsExactly(placed(images.pixels(index), placement), within(1e-6f));
    }
  }

  @Test
  void mirroringTwiceGivesTheOriginal() {
    Augmentation mirror = new Augmentation(0, true, 1);
    int index = 0;
    while (!mirror.place(0, index).mirrored()) {
      index++;
    }
    byte[] once = mirrored(images.raw(index));
    Images flipped =
        new Images(HEIGHT, WIDTH, List.of("a"), copies(once, index + 1), new int[index + 1]);
    float[] twice = new float[images.pictureBytes()];
    float[] original = new float[images.pictureBytes()];
    new Batches(flipped, NORMALIZATION).augmented(new int[] {index}, mirror, 0, twice);
    batches.plain(new int[] {index}, original);
    assertThat(twice).containsExactly(original);
  }

  @Test
  void dependsOnSeedEpochAndImageOnly() {
    Augmentation augmentation = new Augmentation(4, true, 7);
    float[] alone = new float[images.pictureBytes()];
    batches.augmented(new int[] {9}, augmentation, 2, alone);
    float[] among = new float[3 * images.pictureBytes()];
    batches.augmented(new int[] {1, 9, 4}, augmentation, 2, among);
    assertThat(Arrays.copyOfRange(among, alone.length, 2 * alone.length)).containsExactly(alone);
    Set<Placement> placements = new HashSet<>();
    for (int epoch = 0; epoch < 20; epoch++) {
      placements.add(augmentation.place(epoch, 9));
    }
    assertThat(placements).hasSizeGreaterThan(10);
  }

  @Test
  void allShiftsComeEquallyOften() {
    Augmentation augmentation = new Augmentation(1, true, 3);
    Map<Placement, Integer> counts = new HashMap<>();
    int draws = 18_000;
    for (int i = 0; i < draws; i++) {
      counts.merge(augmentation.place(i / 1000, i % 1000), 1, Integer::sum);
    }
    assertThat(counts).hasSize(18);
    assertThat(counts.values()).allMatch(n -> Math.abs(n - draws / 18) < 160);
  }

  @Test
  void noneLeavesPicturesAlone() {
    float[] augmented = new float[images.pictureBytes()];
    float[] plain = new float[images.pictureBytes()];
    batches.augmented(new int[] {5}, Augmentation.none(), 3, augmented);
    batches.plain(new int[] {5}, plain);
    assertThat(augmented).containsExactly(plain);
  }

  @Test
  void aShiftLargerThanThePictureLeavesNothingButPadding() {
    Augmentation far = new Augmentation(1_000_000, false, 1);
    float[] batch = new float[images.pictureBytes()];
    Arrays.fill(batch, 5f);
    batches.augmented(new int[] {0}, far, 0, batch);
    assertThat(batch).containsOnly(0f);
  }

  @Test
  void aShortArrayIsRefused() {
    assertThatThrownBy(() -> batches.plain(new int[] {1, 2}, new float[images.pictureBytes()]))
        .hasMessageContaining("a batch of 2 images needs");
  }

  private static float oracle(byte[] picture, int at) {
    int channel = at % 3;
    double value = Byte.toUnsignedInt(picture[at]) / 255.0;
    return (float) ((value - NORMALIZATION.mean().get(channel)) / NORMALIZATION.std().get(channel));
  }

  private static float[] placed(byte[] picture, Placement placement) {
    byte[] source = placement.mirrored() ? mirrored(picture) : picture;
    float[] out = new float[picture.length];
    for (int i = 0; i < out.length; i++) {
      int y = i / 3 / WIDTH + placement.down();
      int x = i / 3 % WIDTH + placement.right();
      boolean inside = y >= 0 && y < HEIGHT && x >= 0 && x < WIDTH;
      out[i] = inside ? oracle(source, (y * WIDTH + x) * 3 + i % 3) : 0;
    }
    return out;
  }

  private static byte[] mirrored(byte[] picture) {
    byte[] out = new byte[picture.length];
    for (int i = 0; i < out.length; i++) {
      int y = i / 3 / WIDTH;
      int x = i / 3 % WIDTH;
      out[i] = picture[(y * WIDTH + WIDTH - 1 - x) * 3 + i % 3];
    }
    return out;
  }

  private static byte[][] copies(byte[] picture, int count) {
    byte[][] copies = new byte[count][];
    Arrays.fill(copies, picture);
    return copies;
  }
}
