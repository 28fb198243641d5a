package dev.notch.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarSourceTest {
  private static final CifarFormat TEN = CifarFormat.CIFAR10.withRecords(20, 30);
  private static final CifarFormat HUNDRED = CifarFormat.CIFAR100.withRecords(200, 100);

  @TempDir Path temp;

  @Test
  void readsAFolder() throws IOException {
    Map<String, byte[]> files = files(TEN);
    DataSource.Pool pool = read(TEN, folder(files));
    assertThat(pool.train().size()).isEqualTo(100);
    assertThat(pool.test().size()).isEqualTo(30);
    assertThat(pool.train().classes()).startsWith("name-0").hasSize(10);
    assertPicture(pool.train(), 45, files.get("data_batch_3.bin"), 5, TEN);
    assertPicture(pool.test(), 29, files.get("test_batch.bin"), 29, TEN);
  }

  @Test
  void readsFineLabelsFromAnArchive() throws IOException {
    Map<String, byte[]> files = files(HUNDRED);
    DataSource.Pool pool = read(HUNDRED, archive("cifar-100-binary/", files));
    assertThat(pool.train().classes()).hasSize(100);
    assertPicture(pool.train(), 123, files.get("train.bin"), 123, HUNDRED);
  }

  @Test
  void folderAndArchiveHaveOneFingerprint() throws IOException {
    Map<String, byte[]> files = files(TEN);
    assertThat(fingerprint(folder(files))).isEqualTo(fingerprint(archive("x/", files)));
  }

  @Test
  void truncatedAndLongFilesAreRefused() throws IOException {
    Map<String, byte[]> files = files(TEN);
    byte[] batch = files.get("data_batch_2.bin");
    files.put("data_batch_2.bin", Arrays.copyOf(batch, batch.length - 1));
    refused(folder(files)).hasMessageContaining("data_batch_2.bin").hasMessageContaining("61459");
    files.put("data_batch_2.bin", Arrays.copyOf(batch, batch.length + 1));
    refused(archive("", files)).hasMessageContaining("it has more");
  }

  @Test
  void missingAndForeignFilesSayWhatWasExpected() throws IOException {
    Map<String, byte[]> files = files(TEN);
    files.remove("test_batch.bin");
    refused(folder(files)).hasMessageContaining("has no test_batch.bin");
    refused(archive("a/", files))
        .hasMessageContaining("has no test_batch.bin; expected the folder or archive of cifar-10");
    refused(temp.resolve("nothing")).hasMessageContaining("there is no");
    Path text = Files.writeString(temp.resolve("notes.txt"), "hello", StandardCharsets.UTF_8);
    refused(text).hasMessageContaining("cannot read").hasMessageContaining("data_batch_1.bin");
  }

  @Test
  void aCutOffArchiveIsRefused() throws IOException {
    Path archive = archive("a/", files(TEN));
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));
    refused(archive).hasMessageContaining("expected the folder or archive");
  }

  @Test
  void labelsOutsideTheClassesAreRefused() throws IOException {
    Map<String, byte[]> files = files(TEN);
    files.get("data_batch_4.bin")[3 * TEN.recordBytes()] = 10;
    refused(folder(files)).hasMessageContaining("record 3 of data_batch_4.bin");
  }

  @Test
  void wrongClassNamesAreRefused() throws IOException {
    Map<String, byte[]> files = files(TEN);
    files.put(TEN.namesFile(), "cat\ndog\n".getBytes(StandardCharsets.UTF_8));
    refused(folder(files)).hasMessageContaining("names 2 classes, not 10");
  }

  @Test
  void aBombIsNotUnpacked() throws IOException {
    Path bomb = temp.resolve("bomb.tar.gz");
    long size = 1L << 28;
    try (TarArchiveOutputStream tar = tar(bomb)) {
      TarArchiveEntry entry = new TarArchiveEntry("zeros");
      entry.setSize(size);
      tar.putArchiveEntry(entry);
      byte[] zeros = new byte[1 << 20];
      for (long written = 0; written < size; written += zeros.length) {
        tar.write(zeros);
      }
      tar.closeArchiveEntry();
    }
    refused(bomb).hasMessageContaining("unpacks to more than");
  }

  @Test
  void aFileThatComesTwiceIsRefused() throws IOException {
    Map<String, byte[]> files = files(TEN);
    Map<String, byte[]> twice = new LinkedHashMap<>();
    files.forEach((name, content) -> twice.put("a/" + name, content));
    twice.put("b/test_batch.bin", files.get("test_batch.bin"));
    refused(archive("", twice)).hasMessageContaining("holds test_batch.bin twice");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(Path source) {
    return assertThatThrownBy(() -> read(TEN, source))
        .isInstanceOf(NotchException.class)
        .hasMessageNotContaining("\n");
  }

  private static DataSource.Pool read(CifarFormat format, Path source) {
    return new CifarSource(format, source).read(DataOptions.DEFAULT, Progress.NONE);
  }

  private static String fingerprint(Path source) {
    return new CifarSource(TEN, source).load(DataOptions.DEFAULT, Progress.NONE).fingerprint();
  }

  private static void assertPicture(
      Images images, int index, byte[] file, int record, CifarFormat format) {
    int start = record * format.recordBytes();
    assertThat(images.label(index)).isEqualTo(file[start + format.labelBytes() - 1]);
    byte[] picture = images.pixels(index);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        for (int c = 0; c < 3; c++) {
          assertThat(picture[(y * 32 + x) * 3 + c])
              .isEqualTo(file[start + format.labelBytes() + c * 1024 + y * 32 + x]);
        }
      }
    }
  }

  private static Map<String, byte[]> files(CifarFormat format) {
    SplittableRandom random = new SplittableRandom(9);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name : format.files()) {
      files.put(name, format.isText(name) ? names(format) : records(format, name, random));
    }
    return files;
  }

  private static byte[] names(CifarFormat format) {
    StringBuilder names = new StringBuilder();
    for (int c = 0; c < format.classes(); c++) {
      names.append("name-").append(c).append('\n');
    }
    return names.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] records(CifarFormat format, String name, SplittableRandom random) {
    byte[] bytes = new byte[Math.toIntExact(format.bytes(name))];
    random.nextBytes(bytes);
    for (int i = 0; i * format.recordBytes() < bytes.length; i++) {
      int label = i * format.recordBytes() + format.labelBytes() - 1;
      bytes[label] = (byte) (i % format.classes());
    }
    return bytes;
  }

  private Path folder(Map<String, byte[]> files) throws IOException {
    Path folder = Files.createTempDirectory(temp, "folder");
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  private Path archive(String prefix, Map<String, byte[]> files) throws IOException {
    Path archive = Files.createTempFile(temp, "archive", ".tar.gz");
    try (TarArchiveOutputStream tar = tar(archive)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(prefix + file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return archive;
  }

  private static TarArchiveOutputStream tar(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return new TarArchiveOutputStream(new GZIPOutputStream(out), "UTF-8");
  }
}
