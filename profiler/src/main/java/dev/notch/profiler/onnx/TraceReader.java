package dev.notch.profiler.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads ONNX Runtime's trace: a JSON array of events in the order in which they ended. A run is the
 * events of its nodes, then one of the session.
 */
final class TraceReader {
  private static final String NODE_SUFFIX = "_kernel_time";
  private static final String RUN = "model_run";

  /** Durations are cut to whole microseconds: on average half of one is lost. */
  private static final double CUT = 0.5;

  private TraceReader() {}

  private record Event(String category, String name, long micros) {}

  /** The times of all steps, run by run, in microseconds. */
  static List<double[]> read(Path file, OptimizedGraph graph, int steps) throws IOException {
    List<double[]> runs = new ArrayList<>();
    double[] current = new double[steps];
    try (InputStream stream = Files.newInputStream(file);
        JsonParser parser = new JsonFactory().createParser(stream)) {
      expect(parser, JsonToken.START_ARRAY);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        Event event = event(parser);
        if (event.category().equals("Node") && event.name().endsWith(NODE_SUFFIX)) {
          current[graph.stepOf(nodeName(event))] += event.micros() + CUT;
        } else if (event.name().equals(RUN)) {
          runs.add(current);
          current = new double[steps];
        }
      }
    }
    return runs;
  }

  private static String nodeName(Event event) {
    return event.name().substring(0, event.name().length() - NODE_SUFFIX.length());
  }

  private static Event event(JsonParser parser) throws IOException {
    String category = "";
    String name = "";
    long micros = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "cat" -> category = parser.getText();
        case "name" -> name = parser.getText();
        case "dur" -> micros = parser.getLongValue();
        default -> parser.skipChildren();
      }
    }
    return new Event(category, name, micros);
  }

  private static void expect(JsonParser parser, JsonToken token) throws IOException {
    if (parser.nextToken() != token) {
      throw new IOException("the trace does not start with " + token);
    }
  }
}
