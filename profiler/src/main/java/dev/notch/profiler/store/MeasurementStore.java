package dev.notch.profiler.store;

import dev.notch.models.NotchException;
import dev.notch.profiler.lock.ProcessLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Appends measurements to a file, one line each, written at once. A process that is killed loses at
 * most the line in flight; the next one that opens the store cuts it off. One writer at a time: a
 * lock file beside the store excludes a second one. Reading needs no lock ({@link Measurements}).
 */
public final class MeasurementStore implements AutoCloseable {
  private final Path path;
  private final ProcessLock lock;
  private final FileChannel file;
  private final Map<String, Integer> rounds = new HashMap<>();
  private final Map<String, MeasuredNetwork> networks = new LinkedHashMap<>();
  private boolean failed;

  private MeasurementStore(Path path, ProcessLock lock, FileChannel file) {
    this.path = path;
    this.lock = lock;
    this.file = file;
  }

  /**
   * Opens a store, or creates it with this header.
   *
   * @throws NotchException if another process writes it, or if it was measured under other
   *     conditions
   */
  public static MeasurementStore open(Path path, StoreHeader header) {
    ProcessLock lock = lock(path);
    try {
      return opened(path, header, lock);
    } catch (IOException e) {
      lock.close();
      throw new NotchException("cannot open the measurements in " + path + ": " + e, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** The number of visits that are stored: the next round's number. */
  public int rounds(Origin origin, String subject) {
    return rounds.getOrDefault(key(origin, subject), 0);
  }

  /** Describes a network, unless it is known, so that its measurements can be appended. */
  public void append(MeasuredNetwork network) {
    if (networks.putIfAbsent(network.id(), network) == null) {
      write(StoreLines.network(network));
    }
  }

  /** What is stored so far. */
  public Measurements read() {
    return Measurements.read(path);
  }

  /** All networks in the order in which they were described. */
  public List<MeasuredNetwork> networks() {
    return List.copyOf(networks.values());
  }

  /**
   * @throws IllegalArgumentException if its round is not the next one, or its network was not
   *     described
   */
  public void append(Measurement m) {
    if (m.round() != rounds(m.origin(), m.subject())) {
      throw new IllegalArgumentException(
          m.subject() + " is at round " + rounds(m.origin(), m.subject()) + ", not " + m.round());
    }
    if (m.origin().ofNetwork() && !networks.containsKey(m.subject())) {
      throw new IllegalArgumentException("network " + m.subject() + " was not described");
    }
    write(StoreLines.measurement(m));
    rounds.merge(key(m.origin(), m.subject()), 1, Integer::sum);
  }

  @Override
  public void close() {
    try (lock) {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MeasurementStore opened(Path path, StoreHeader header, ProcessLock lock)
      throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      file.truncate(StoreFile.completeLength(Files.readAllBytes(path)));
      file.position(file.size());
      MeasurementStore store = new MeasurementStore(path, lock, file);
      if (file.size() == 0) {
        store.write(StoreLines.header(header));
      } else {
        store.continueFrom(StoreFile.read(path), header);
      }
      return store;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void continueFrom(StoreFile stored, StoreHeader header) {
    requireSame("the device", describe(stored.header()), describe(header));
    requireSame("the runtime", stored.header().runtime(), header.runtime());
    requireSame("the runtime's version", stored.header().version(), header.version());
    requireSame("the number of threads", stored.header().threads(), header.threads());
    networks.putAll(stored.networks());
    stored.measurements().forEach(m -> rounds.merge(key(m.origin(), m.subject()), 1, Integer::sum));
  }

  private static String describe(StoreHeader h) {
    return h.device() + " (" + h.deviceText() + ")";
  }

  private void requireSame(String what, Object stored, Object now) {
    if (!stored.equals(now)) {
      throw new NotchException(
          path + ": " + what + " was " + stored + ", is " + now + "; use another store");
    }
  }

  private static ProcessLock lock(Path path) {
    return ProcessLock.tryExclusive(path.resolveSibling(path.getFileName() + ".lock"))
        .orElseThrow(
            () ->
                new NotchException(
                    "somebody else is writing " + path + ": wait for it or stop it"));
  }

  private void write(String line) {
    if (failed) {
      throw new IllegalStateException(path + ": an earlier line could not be written");
    }
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    failed = true;
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new NotchException("cannot write to " + path + ": " + e, e);
    }
    failed = false;
  }

  private static String key(Origin origin, String subject) {
    return origin.label() + " " + subject;
  }
}
