package dev.notch.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnlabelledSourceTest {
  @TempDir private Path folder;

  @Test
  void takesTheImagesOfAllFoldersAndNoClasses() throws IOException {
    draw("a", 10);
    draw("b/c", 10);
    Files.writeString(folder.resolve("b/notes.txt"), "no image", StandardCharsets.UTF_8);
    UnlabelledSource source = new UnlabelledSource(folder);

    DataSource.Pool pool = source.read(DataOptions.DEFAULT.withSize(6), Progress.NONE);

    assertThat(source.labelled()).isFalse();
    assertThat(pool.train().size() + pool.test().size()).isEqualTo(20);
    assertThat(pool.test().size()).isPositive();
    assertThat(pool.train().height()).isEqualTo(6);
  }

  @Test
  void followsLinksButNotInCircles() throws IOException {
    draw("real/a", 10);
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));

    DataSource.Pool pool = new UnlabelledSource(link).read(DataOptions.DEFAULT, Progress.NONE);

    assertThat(pool.train().size() + pool.test().size()).isEqualTo(10);
    Files.createSymbolicLink(folder.resolve("real/back"), folder.resolve("real"));
    assertThatThrownBy(() -> new UnlabelledSource(link).read(DataOptions.DEFAULT, Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("cannot list " + link);
  }

  @Test
  void needsAFolderWithSomeImages() throws IOException {
    draw("few", 3);
    assertThatThrownBy(() -> new UnlabelledSource(folder).read(DataOptions.DEFAULT, Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("holds 3 JPEG, PNG or BMP images; at least 8");
    assertThatThrownBy(() -> new UnlabelledSource(folder.resolve("none")))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("there is no folder");
  }

  @Test
  void labelsAreReadAsEditorsWriteThem() throws IOException {
    assertThat(Labels.read(write("crlf.txt", "dog\r\ncat\r\n"))).containsExactly("dog", "cat");
    assertThat(Labels.read(write("bom.txt", "\ufeffHundeh\u00fctte\nkedi \u0131\u011f\n\n")))
        .containsExactly("Hundeh\u00fctte", "kedi \u0131\u011f");
    refused("a\n\nb", "line 2 is empty");
    refused("a\nb\na\n", "line 3 names a again, which line 1 did");
    refused("a\n", "at least two classes, one a line; it names 1");
    refused("", "it names 0");
    assertThatThrownBy(() -> Labels.read(folder.resolve("none.txt")))
        .hasMessage("there is no file " + folder.resolve("none.txt") + " with labels");
  }

  private void refused(String labels, String message) throws IOException {
    Path file = write("wrong.txt", labels);
    assertThatThrownBy(() -> Labels.read(file))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void labelsSayTheOrderOfTheClasses() throws IOException {
    for (String part : List.of("train", "test")) {
      draw(part + "/cat", 2);
      draw(part + "/ant", 1);
    }
    Path labels = write("labels.txt", "dog\ncat\nant\n\n");

    DataSource.Pool pool =
        new FolderSource(folder, Optional.of(labels)).read(DataOptions.DEFAULT, Progress.NONE);

    assertThat(pool.train().classes()).containsExactly("dog", "cat", "ant");
    assertThat(pool.train().labels()).containsExactly(2, 1, 1);
  }

  @Test
  void labelsMustNameEveryFolderOnce() throws IOException {
    for (String part : List.of("train", "test")) {
      draw(part + "/cat", 1);
      draw(part + "/ant", 1);
    }
    assertThatThrownBy(() -> read(write("lacks.txt", "cat\ndog\nemu\n")))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("ant is none of the 3 classes");
    assertThatThrownBy(() -> read(write("twice.txt", "cat\nant\ncat\n")))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("line 3 names cat again");
    assertThatThrownBy(() -> read(folder.resolve("none.txt")))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("there is no file");
  }

  private void read(Path labels) {
    new FolderSource(folder, Optional.of(labels)).read(DataOptions.DEFAULT, Progress.NONE);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
  }

  private void draw(String into, int count) throws IOException {
    Path to = Files.createDirectories(folder.resolve(into));
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < count; i++) {
      ImageIO.write(image, "png", to.resolve(i + ".png").toFile());
    }
  }
}
