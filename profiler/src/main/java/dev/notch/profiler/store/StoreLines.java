package dev.notch.profiler.store;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Shape;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.RuntimeId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * The lines of a store: one header, then networks and measurements. The first field says what a
 * line is. Runs of a step are separated by spaces, steps by semicolons.
 */
final class StoreLines {
  static final String MAGIC = "notch-measurements";
  static final int FORMAT = 2;
  static final CSVFormat CSV = CSVFormat.DEFAULT.builder().setRecordSeparator("\n").get();

  private static final String NETWORK = "network";
  private static final double HUNDREDTHS = 100;

  /** The field that says when a visit was made; stores of earlier versions end before it. */
  private static final int SECONDS = 8;

  private StoreLines() {}

  static String header(StoreHeader h) {
    return line(
        MAGIC,
        FORMAT,
        h.device(),
        h.deviceText(),
        h.runtime().label(),
        h.version(),
        h.threads(),
        h.tool(),
        h.seed());
  }

  static StoreHeader header(CSVRecord r) {
    if (!r.get(0).equals(MAGIC)) {
      throw new NotchException("the file does not start with " + MAGIC);
    }
    if (Integer.parseInt(r.get(1)) != FORMAT) {
      throw new NotchException(
          "the file has format " + r.get(1) + ", this version reads " + FORMAT + ": profile again");
    }
    return new StoreHeader(
        r.get(2),
        r.get(3),
        RuntimeId.parse(r.get(4)),
        r.get(5),
        Integer.parseInt(r.get(6)),
        r.get(7),
        Long.parseLong(r.get(8)));
  }

  static boolean isNetwork(CSVRecord r) {
    return r.get(0).equals(NETWORK);
  }

  static String network(MeasuredNetwork n) {
    return line(NETWORK, n.id(), n.name(), n.classes(), n.input(), n.plan(), n.stepsText());
  }

  static MeasuredNetwork network(CSVRecord r) {
    int[] input = Arrays.stream(r.get(4).split("x")).mapToInt(Integer::parseInt).toArray();
    List<LayerConfig> steps = Stream.of(r.get(6).split(";")).map(LayerConfig::parse).toList();
    MeasuredNetwork network =
        new MeasuredNetwork(
            r.get(2),
            Integer.parseInt(r.get(3)),
            new Shape(input[0], input[1], input[2]),
            r.get(5),
            steps);
    if (!network.id().equals(r.get(1))) {
      throw new NotchException("network " + r.get(1) + " was changed");
    }
    return network;
  }

  static String measurement(Measurement m) {
    return line(
        m.origin().label(),
        m.subject(),
        m.clock(),
        m.round(),
        m.device(),
        rounded(m.referenceMicros()),
        Arrays.stream(m.events()).mapToObj(String::valueOf).collect(Collectors.joining(" ")),
        Arrays.stream(m.micros()).map(StoreLines::runs).collect(Collectors.joining(";")),
        rounded(m.seconds()));
  }

  static Measurement measurement(CSVRecord r) {
    return new Measurement(
        Origin.parse(r.get(0)),
        r.get(1),
        r.get(2),
        Integer.parseInt(r.get(3)),
        r.get(4),
        Double.parseDouble(r.get(5)),
        r.size() > SECONDS ? Double.parseDouble(r.get(SECONDS)) : 0,
        Stream.of(r.get(7).split(";")).map(StoreLines::runs).toArray(double[][]::new),
        Arrays.stream(r.get(6).split(" ")).mapToInt(Integer::parseInt).toArray());
  }

  private static String runs(double[] micros) {
    return Arrays.stream(micros).mapToObj(StoreLines::rounded).collect(Collectors.joining(" "));
  }

  private static double[] runs(String text) {
    return Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static String rounded(double value) {
    return Double.toString(Math.round(value * HUNDREDTHS) / HUNDREDTHS);
  }

  private static String line(Object... fields) {
    return CSV.format(fields) + "\n";
  }
}
