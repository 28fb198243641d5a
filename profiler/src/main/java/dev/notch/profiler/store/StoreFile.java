package dev.notch.profiler.store;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Everything that is in a store. A last line that a kill has torn does not count. */
record StoreFile(
    StoreHeader header, Map<String, MeasuredNetwork> networks, List<Measurement> measurements) {

  /** The same networks with other measurements. */
  StoreFile with(List<Measurement> others) {
    return new StoreFile(header, networks, others);
  }

  static StoreFile read(Path path) {
    try {
      return parse(path, completeLines(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw new NotchException("cannot read the measurements in " + path + ": " + e, e);
    }
  }

  /** The length of the lines that were written whole. */
  static int completeLength(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && bytes[length - 1] != '\n') {
      length--;
    }
    return length;
  }

  private static String completeLines(byte[] bytes) {
    return new String(bytes, 0, completeLength(bytes), StandardCharsets.UTF_8);
  }

  private static StoreFile parse(Path path, String text) throws IOException {
    if (text.isEmpty()) {
      throw new NotchException(path + " holds no measurements: profile first");
    }
    Builder builder = new Builder();
    try (CSVParser parser = StoreLines.CSV.parse(new StringReader(text))) {
      for (CSVRecord r : parser) {
        add(path, builder, r);
      }
    }
    return builder.build();
  }

  private static void add(Path path, Builder builder, CSVRecord r) {
    try {
      builder.add(r);
    } catch (RuntimeException e) {
      // Whatever is wrong with a line that a person or another program changed, the user needs to
      // know which line it is.
      throw new NotchException(path + ", line " + r.getRecordNumber() + ": " + e.getMessage(), e);
    }
  }

  private static final class Builder {
    private final List<StoreHeader> headers = new ArrayList<>();
    private final Map<String, MeasuredNetwork> networks = new LinkedHashMap<>();
    private final List<Measurement> measurements = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    void add(CSVRecord r) {
      if (headers.isEmpty()) {
        headers.add(StoreLines.header(r));
      } else if (StoreLines.isNetwork(r)) {
        MeasuredNetwork network = StoreLines.network(r);
        networks.put(network.id(), network);
      } else {
        add(StoreLines.measurement(r));
      }
    }

    private void add(Measurement m) {
      if (!seen.add(m.origin() + " " + m.round() + " " + m.subject())) {
        throw new NotchException("round " + m.round() + " of " + m.subject() + " stands twice");
      }
      if (m.origin().ofNetwork() && !networks.containsKey(m.subject())) {
        throw new NotchException("network " + m.subject() + " is not described above it");
      }
      measurements.add(m);
    }

    StoreFile build() {
      return new StoreFile(
          headers.get(0), Collections.unmodifiableMap(networks), List.copyOf(measurements));
    }
  }
}
