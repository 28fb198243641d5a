package dev.notch.models.files;

import dev.notch.models.NotchException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that are whole or absent: written beside their place under another name, then moved there.
 * Missing folders are made.
 */
public final class AtomicFile {

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * @throws NotchException if the file cannot be written
   */
  public static void write(Path file, byte[] content) {
    write(file, out -> out.write(content));
  }

  /**
   * Text in UTF-8.
   *
   * @throws NotchException if the file cannot be written
   */
  public static void writeText(Path file, String content) {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws NotchException if the file cannot be written; nothing is left behind then, and a file
   *     that was there is untouched
   */
  public static void write(Path file, Content content) {
    Path target = file.toAbsolutePath().normalize();
    if (Files.isDirectory(target) || target.getFileName() == null) {
      throw new NotchException("cannot write " + file + ": it is a folder; name a file");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      // Moving a file there would put it in the place of a device or a pipe.
      throw new NotchException("cannot write " + file + ": it is no ordinary file; name another");
    }
    // Not Files.createTempFile: its files are readable by their owner alone.
    Path part = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createDirectories(target.getParent());
      writeAndMove(part, target, content);
    } catch (IOException e) {
      throw new NotchException("cannot write " + file + ": " + reason(e), e);
    }
  }

  private static void writeAndMove(Path part, Path target, Content content) throws IOException {
    try {
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(part, StandardOpenOption.CREATE_NEW))) {
        content.writeTo(out);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is not a folder";
    }
    return e instanceof FileSystemException f && f.getReason() != null
        ? f.getReason()
        : String.valueOf(e.getMessage());
  }
}
