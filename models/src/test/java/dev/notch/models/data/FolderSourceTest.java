package dev.notch.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
  @TempDir Path temp;

  @Test
  void readsTrainAndTestFoldersInNameOrder() throws IOException {
    for (String set : new String[] {"train", "test"}) {
      write(set + "/zebra/b.png", solid(8, 6, BufferedImage.TYPE_INT_RGB, new Color(1, 2, 3)));
      write(set + "/zebra/a.PNG", solid(8, 6, BufferedImage.TYPE_INT_RGB, new Color(4, 5, 6)));
      write(set + "/ant/a.bmp", solid(8, 6, BufferedImage.TYPE_INT_RGB, new Color(250, 251, 252)));
    }
    Files.writeString(temp.resolve("train/zebra/.hidden"), "x", StandardCharsets.UTF_8);
    DataSource.Pool pool = read(DataOptions.DEFAULT);
    assertThat(pool.train().classes()).containsExactly("ant", "zebra");
    assertThat(pool.train().labels()).containsExactly(0, 1, 1);
    assertThat(pool.train().height()).isEqualTo(6);
    assertThat(pool.train().width()).isEqualTo(8);
    assertThat(Arrays.copyOf(pool.train().pixels(0), 3)).containsExactly(250, 251, 252);
    assertThat(Arrays.copyOf(pool.train().pixels(1), 3)).containsExactly(4, 5, 6);
    assertThat(Arrays.copyOf(pool.test().pixels(2), 3)).containsExactly(1, 2, 3);
  }

  @Test
  void readsJpegWithSmallLoss() throws IOException {
    write("train/a/a.jpg", solid(16, 16, BufferedImage.TYPE_3BYTE_BGR, new Color(200, 100, 50)));
    write("train/b/b.jpeg", solid(16, 16, BufferedImage.TYPE_BYTE_GRAY, new Color(90, 90, 90)));
    write("test/a/a.jpg", solid(16, 16, BufferedImage.TYPE_3BYTE_BGR, Color.BLACK));
    write("test/b/a.jpg", solid(16, 16, BufferedImage.TYPE_3BYTE_BGR, Color.WHITE));
    Images train = read(DataOptions.DEFAULT).train();
    assertNear(train.pixels(0), 200, 100, 50);
    byte[] grey = train.pixels(1);
    assertThat(grey[0]).isEqualTo(grey[1]).isEqualTo(grey[2]);
  }

  @Test
  void greyValuesAreKeptAsTheyAre() throws IOException {
    BufferedImage eight = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    eight.getRaster().setSample(0, 0, 0, 128);
    BufferedImage sixteen = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    sixteen.getRaster().setSample(0, 0, 0, 128 << 8);
    for (String set : new String[] {"train", "test"}) {
      write(set + "/a/a.png", eight);
      write(set + "/b/a.png", sixteen);
    }
    Images train = read(DataOptions.DEFAULT).train();
    for (int i = 0; i < 2; i++) {
      assertThat(Arrays.copyOf(train.pixels(i), 6))
          .containsExactly((byte) 128, (byte) 128, (byte) 128, (byte) 0, (byte) 0, (byte) 0);
    }
  }

  @Test
  void transparencyShowsWhite() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00ff0000);
    image.setRGB(1, 0, 0x80000000);
    for (String set : new String[] {"train", "test"}) {
      write(set + "/a/a.png", image);
      write(set + "/b/a.png", image);
    }
    byte[] pixels = read(DataOptions.DEFAULT).train().pixels(0);
    assertThat(Arrays.copyOf(pixels, 3)).containsOnly((byte) 255);
    assertThat(pixels[3] & 0xff).isEqualTo(127);
  }

  @Test
  void splitsClassFoldersBySeed() throws IOException {
    for (int i = 0; i < 40; i++) {
      write("red/" + i + ".png", solid(4, 4, BufferedImage.TYPE_INT_RGB, new Color(200, i, 0)));
      write("blue/" + i + ".png", solid(4, 4, BufferedImage.TYPE_INT_RGB, new Color(0, i, 200)));
    }
    DataSet data = new FolderSource(temp).load(DataOptions.DEFAULT, Progress.NONE);
    assertThat(data.test().classCounts()).containsExactly(10, 10);
    assertThat(data.validation().size()).isEqualTo(15);
    assertThat(data.train().size()).isEqualTo(45);
    long distinct =
        IntStream.range(0, 3)
            .mapToObj(s -> new Images[] {data.train(), data.validation(), data.test()}[s])
            .flatMap(set -> IntStream.range(0, set.size()).mapToObj(set::pixels))
            .map(Arrays::hashCode)
            .distinct()
            .count();
    assertThat(distinct).isEqualTo(80);
  }

  @Test
  void theFingerprintDoesNotDependOnWhereTheFolderLies() throws IOException {
    for (String root : new String[] {"one", "two"}) {
      for (int i = 0; i < 12; i++) {
        write(
            root + "/a/" + i + ".png", solid(2, 2, BufferedImage.TYPE_INT_RGB, new Color(i, 0, 0)));
        write(
            root + "/b/" + i + ".png", solid(2, 2, BufferedImage.TYPE_INT_RGB, new Color(0, i, 0)));
      }
    }
    DataSet one =
        DataSource.parse(temp.resolve("one").toString()).load(DataOptions.DEFAULT, Progress.NONE);
    DataSet two =
        DataSource.parse(temp.resolve("two").toString()).load(DataOptions.DEFAULT, Progress.NONE);
    assertThat(one.fingerprint()).isEqualTo(two.fingerprint());
  }

  @Test
  void picturesOfSeveralSizesNeedAnOption() throws IOException {
    for (String set : new String[] {"train", "test"}) {
      write(set + "/a/a.png", solid(8, 8, BufferedImage.TYPE_INT_RGB, Color.RED));
      write(set + "/b/b.png", solid(12, 20, BufferedImage.TYPE_INT_RGB, Color.BLUE));
    }
    refused().hasMessageContaining("12x20").hasMessageContaining("--data-config");
    Images train = read(DataOptions.DEFAULT.withSize(5)).train();
    assertThat(train.height()).isEqualTo(5);
    assertThat(Arrays.copyOf(train.pixels(1), 3)).containsExactly((byte) 0, (byte) 0, (byte) 255);
  }

  @Test
  void unreadablePicturesAreNamed() throws IOException {
    twoClasses();
    Path broken = temp.resolve("train/a/broken.png");
    Files.writeString(broken, "not a picture", StandardCharsets.UTF_8);
    refused().hasMessageContaining("broken.png is not a JPEG, PNG or BMP image");
    byte[] whole = Files.readAllBytes(temp.resolve("train/a/a.png"));
    Files.write(broken, Arrays.copyOf(whole, whole.length / 2));
    refused().hasMessageContaining("cannot read the image").hasMessageContaining("broken.png");
  }

  @Test
  void wrongFoldersSayWhatIsMissing() throws IOException {
    refused().hasMessageContaining("at least two class folders");
    twoClasses();
    Files.createDirectory(temp.resolve("train/empty"));
    refused().hasMessageContaining("no JPEG, PNG or BMP image in the class folder");
    Files.delete(temp.resolve("train/empty"));
    Files.move(temp.resolve("test"), temp.resolve("elsewhere"));
    refused().hasMessageContaining("only one of the folders train and test");
  }

  @Test
  void otherClassesInTheTestFolderAreRefused() throws IOException {
    twoClasses();
    Files.move(temp.resolve("test/b"), temp.resolve("test/c"));
    for (int i = 0; i < 10; i++) {
      write("train/a/" + i + ".png", solid(4, 4, BufferedImage.TYPE_INT_RGB, Color.RED));
      write("train/b/" + i + ".png", solid(4, 4, BufferedImage.TYPE_INT_RGB, Color.RED));
    }
    assertThatThrownBy(() -> new FolderSource(temp).load(DataOptions.DEFAULT, Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("the test images have the classes [a, c]");
  }

  private void twoClasses() throws IOException {
    for (String place : new String[] {"train/a", "train/b", "test/a", "test/b"}) {
      write(place + "/a.png", solid(4, 4, BufferedImage.TYPE_INT_RGB, Color.GREEN));
    }
  }

  private DataSource.Pool read(DataOptions options) {
    return new FolderSource(temp).read(options, Progress.NONE);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused() {
    return assertThatThrownBy(() -> read(DataOptions.DEFAULT))
        .isInstanceOf(NotchException.class)
        .hasMessageNotContaining("\n");
  }

  private static void assertNear(byte[] picture, int... rgb) {
    for (int i = 0; i < picture.length; i++) {
      assertThat(Math.abs((picture[i] & 0xff) - rgb[i % 3])).isLessThan(4);
    }
  }

  private static BufferedImage solid(int width, int height, int type, Color color) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, color.getRGB());
      }
    }
    return image;
  }

  private void write(String name, BufferedImage image) throws IOException {
    Path file = temp.resolve(name);
    Files.createDirectories(file.getParent());
    String format =
        name.endsWith("g") && name.contains(".j") ? "jpg" : name.endsWith("bmp") ? "bmp" : "png";
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
  }
}
