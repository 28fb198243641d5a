package dev.notch.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.NotchException;
import dev.notch.models.data.DataOptions.Colour;
import dev.notch.models.progress.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GreyscaleTest {
  private static final DataOptions GREY = DataOptions.DEFAULT.withColour(Colour.GREY);

  @TempDir private Path folder;

  @Test
  void isTheLuminanceAndKeepsGreyAsItIs() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 2_000; i++) {
      int red = random.nextInt(256);
      int green = random.nextInt(256);
      int blue = random.nextInt(256);
      byte[] grey = Greyscale.of(new byte[] {(byte) red, (byte) green, (byte) blue});
      assertThat(grey).hasSize(1);
      assertThat((double) (grey[0] & 0xff))
          .isCloseTo(0.299 * red + 0.587 * green + 0.114 * blue, within(0.502));
    }
    for (int value = 0; value < 256; value++) {
      byte v = (byte) value;
      assertThat(Greyscale.of(new byte[] {v, v, v})).containsExactly(v);
    }
  }

  @Test
  void filesBecomeGreyBatches() throws IOException {
    for (String place : List.of("a", "b")) {
      for (int i = 0; i < 12; i++) {
        draw(folder.resolve(place).resolve(i + ".png"), 0x102030 + 0x010101 * i);
      }
    }
    DataSet data =
        new FolderSource(folder)
            .load(GREY.withNormalization(one(0.25, 0.5)).withSize(4), Progress.NONE);

    assertThat(data.train().channels()).isEqualTo(1);
    assertThat(data.train()).hasToString(data.train().size() + " grey images of 4x4 in 2 classes");
    float[] batch = new float[new Batches(data.train(), data.normalization()).floats(1)];
    new Batches(data.train(), data.normalization()).plain(new int[] {0}, batch);
    assertThat(batch).hasSize(16);
    double value = (0.299 * 0x10 + 0.587 * 0x20 + 0.114 * 0x30) / 255;
    int step = data.train().pixels(0)[0] - 0x1d;
    assertThat(batch[0]).isCloseTo((float) ((value - 0.25) / 0.5 + step / 127.5), within(0.01f));

    DataSet colour = new FolderSource(folder).load(DataOptions.DEFAULT, Progress.NONE);
    assertThat(data.fingerprint()).isNotEqualTo(colour.fingerprint());
  }

  @Test
  void picturesInMemoryBecomeGreyToo() {
    Images drawn = TestImages.random(6, 4, 5, 5);
    DataSource.Pool pool =
        new DataSource.Pool("x", "x", drawn, drawn).prepared(GREY, Progress.NONE);
    assertThat(pool.test().channels()).isEqualTo(1);
    assertThat(pool.train().pixels(3)).isEqualTo(Greyscale.of(drawn.pixels(3)));
    assertThat(pool.train().labels()).isEqualTo(drawn.labels());
    assertThat(Normalization.of(pool.train()).mean()).hasSize(1);
  }

  @Test
  void shiftsAndMirrorsAsInColour() {
    byte[] rgb = new byte[6 * 5 * 3];
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = rgb[i + 1] = rgb[i + 2] = (byte) random.nextInt(256);
    }
    Images colour = new Images(6, 5, List.of("a"), new byte[][] {rgb}, new int[1]);
    Images grey = Greyscale.apply(colour, GREY, Progress.NONE);
    for (int epoch = 0; epoch < 20; epoch++) {
      Augmentation augmentation = new Augmentation(2, true, 9);
      float[] three = new float[90];
      float[] one = new float[30];
      new Batches(colour, new Normalization(List.of(0.3, 0.3, 0.3), List.of(0.2, 0.2, 0.2)))
          .augmented(new int[1], augmentation, epoch, three);
      new Batches(grey, one(0.3, 0.2)).augmented(new int[1], augmentation, epoch, one);
      for (int i = 0; i < one.length; i++) {
        assertThat(one[i]).isEqualTo(three[3 * i + 1]);
      }
    }
  }

  @Test
  void asManyMeansAsChannels() {
    Images colour = TestImages.random(6, 4, 5, 5);
    Images grey = Greyscale.apply(colour, GREY, Progress.NONE);
    Normalization three = new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2));
    assertThatThrownBy(() -> new Batches(grey, three))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("grey images: mean and std need one number each");
    assertThatThrownBy(() -> new Batches(colour, one(0.5, 0.2)))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("coloured images: mean and std need three numbers each");
  }

  private static Normalization one(double mean, double std) {
    return new Normalization(List.of(mean), List.of(std));
  }

  private static void draw(Path file, int rgb) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64; i++) {
      image.setRGB(i % 8, i / 8, rgb);
    }
    ImageIO.write(image, "png", file.toFile());
  }
}
