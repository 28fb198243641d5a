package dev.notch.models.data;

import dev.notch.models.NotchException;
import dev.notch.models.progress.Progress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Fetches the files of CIFAR into memory, from a folder or a {@code .tar.gz}. Nothing is written,
 * and no more is kept or unpacked than the official files need.
 */
final class CifarFiles {
  private static final int MOST_TEXT = 1 << 16;
  private static final int MOST_ENTRIES = 1_000;

  /** What an archive may hold beside the pictures: headers, padding, notes. */
  private static final long MOST_EXTRA = 1 << 24;

  private final CifarFormat format;
  private final Path source;
  private final Progress progress;
  private final Map<String, byte[]> contents = new LinkedHashMap<>();

  private CifarFiles(CifarFormat format, Path source, Progress progress) {
    this.format = format;
    this.source = source;
    this.progress = progress;
  }

  /**
   * The content of each file of the format by its name.
   *
   * @throws NotchException if one is missing or of the wrong size
   */
  static Map<String, byte[]> read(CifarFormat format, Path source, Progress progress) {
    CifarFiles files = new CifarFiles(format, source, progress);
    try {
      if (Files.isDirectory(source)) {
        files.readFolder();
      } else if (Files.isRegularFile(source)) {
        files.readArchive();
      } else {
        throw new NotchException("there is no " + source + "; " + format.expectation());
      }
    } catch (IOException e) {
      throw new NotchException(
          "cannot read " + source + ": " + e.getMessage() + "; " + format.expectation(), e);
    }
    return files.contents;
  }

  private void readFolder() throws IOException {
    for (String name : format.files()) {
      Path file = source.resolve(name);
      if (!Files.isRegularFile(file)) {
        throw missing(name);
      }
      try (InputStream in = Files.newInputStream(file)) {
        keep(name, in);
      }
    }
  }

  private void readArchive() throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(source));
        InputStream unzipped = new BoundedStream(new GzipCompressorInputStream(file), bound());
        TarArchiveInputStream tar = new TarArchiveInputStream(unzipped)) {
      int entries = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (++entries > MOST_ENTRIES) {
          throw new NotchException(source + " has too many entries; " + format.expectation());
        }
        String name = baseName(entry.getName());
        if (entry.isFile() && format.files().contains(name)) {
          keep(name, tar);
        }
      }
    }
    for (String name : format.files()) {
      if (!contents.containsKey(name)) {
        throw missing(name);
      }
    }
  }

  /** Reads at most one byte more than the file may have, whatever the archive announces. */
  private void keep(String name, InputStream in) throws IOException {
    progress.check();
    boolean text = format.isText(name);
    long most = text ? MOST_TEXT : format.bytes(name);
    byte[] content = in.readNBytes(Math.toIntExact(most + 1));
    if (content.length > most || (!text && content.length < most)) {
      String found = content.length > most ? "more" : Integer.toString(content.length);
      throw new NotchException(
          name
              + " in "
              + source
              + " should have "
              + (text ? "at most " : "")
              + most
              + " bytes, it has "
              + found
              + "; it is damaged or not the binary version of "
              + format.name());
    }
    if (contents.put(name, content) != null) {
      throw new NotchException(source + " holds " + name + " twice; " + format.expectation());
    }
    progress.update(contents.size(), format.files().size(), name);
  }

  private long bound() {
    return format.files().stream()
        .mapToLong(name -> format.isText(name) ? MOST_TEXT : format.bytes(name))
        .reduce(MOST_EXTRA, Long::sum);
  }

  private NotchException missing(String name) {
    return new NotchException(source + " has no " + name + "; " + format.expectation());
  }

  private static String baseName(String entry) {
    return entry.substring(entry.lastIndexOf('/') + 1);
  }
}
