package dev.notch.profiler.onnx;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Folders for optimised models and traces: large files that must not outlive their process. Their
 * names hold the process id, so that those of a killed process are found and removed.
 */
final class TraceFolder {
  private static final String PREFIX = "notch-trace-";

  private TraceFolder() {}

  /** A new folder of this process. */
  static Path create(Path parent) throws IOException {
    removeAbandoned(parent);
    return Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-");
  }

  /** Removes a folder and the files in it. */
  static void remove(Path folder) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return; // another process was quicker to remove what a third one left
    }
    Files.deleteIfExists(folder);
  }

  private static void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*-*")) {
      for (Path folder : folders) {
        if (abandoned(folder.getFileName().toString())) {
          remove(folder);
        }
      }
    }
  }

  private static boolean abandoned(String name) {
    String pid = name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length()));
    return pid.matches("[0-9]{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }
}
