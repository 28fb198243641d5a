package dev.notch.profiler.lock;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A lock on a file that excludes other processes and other holders in this process. The operating
 * system frees it when the process dies.
 *
 * <p>The registry is static because POSIX locks belong to the process: closing any channel of a
 * file drops all of the process's locks on it, so there must never be a second channel of a locked
 * file, whoever asks.
 */
public final class ProcessLock implements AutoCloseable {
  private static final Map<Path, Holding> HELD = new HashMap<>();

  private record Holding(FileChannel channel, FileLock lock, int holders) {}

  private final Path path;
  private boolean closed;

  private ProcessLock(Path path) {
    this.path = path;
  }

  /** Takes the lock alone, or nothing if anybody holds it. */
  public static Optional<ProcessLock> tryExclusive(Path file) {
    return tryLock(file, false);
  }

  /** Takes the lock together with other shared holders, or nothing if somebody holds it alone. */
  public static Optional<ProcessLock> tryShared(Path file) {
    return tryLock(file, true);
  }

  @Override
  public void close() {
    synchronized (HELD) {
      if (closed) {
        return;
      }
      closed = true;
      Holding holding = HELD.remove(path);
      if (holding.holders() > 1) {
        HELD.put(path, new Holding(holding.channel(), holding.lock(), holding.holders() - 1));
        return;
      }
      release(holding.channel());
    }
  }

  private static Optional<ProcessLock> tryLock(Path file, boolean shared) {
    try {
      Path parent = file.toAbsolutePath().getParent();
      Files.createDirectories(parent);
      Path path = parent.toRealPath().resolve(file.getFileName());
      synchronized (HELD) {
        return HELD.containsKey(path) ? join(path, shared) : open(path, shared);
      }
    } catch (IOException e) {
      throw new NotchException("cannot lock " + file + ": " + e, e);
    }
  }

  private static Optional<ProcessLock> join(Path path, boolean shared) {
    Holding holding = HELD.get(path);
    if (!shared || !holding.lock().isShared()) {
      return Optional.empty();
    }
    HELD.put(path, new Holding(holding.channel(), holding.lock(), holding.holders() + 1));
    return Optional.of(new ProcessLock(path));
  }

  private static Optional<ProcessLock> open(Path path, boolean shared) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    HELD.put(path, new Holding(channel, lock, 1));
    return Optional.of(new ProcessLock(path));
  }

  private static void release(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
