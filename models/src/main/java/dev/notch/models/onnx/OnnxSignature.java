package dev.notch.models.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an ONNX file looks like from outside: what a narrowed network must be written with to take
 * the file's place.
 *
 * @param opset the version of ONNX' operators
 * @param input the only input
 * @param channelsLast whether the input is height x width x channels; the network's is channels x
 *     height x width
 * @param outputs in the file's order, as many as the network has
 * @param batch the number of images a run, empty if any
 * @param batchName what the file calls the number of images; empty if it is fixed or has no name
 * @param half whether most weights are stored in half precision
 * @param graph the name of the graph
 * @param producer name and version of the program that wrote the file; may be empty
 * @param metadata the file's properties, in its order
 */
public record OnnxSignature(
    int opset,
    Port input,
    boolean channelsLast,
    List<Port> outputs,
    Optional<Integer> batch,
    String batchName,
    boolean half,
    String graph,
    String producer,
    Map<String, String> metadata) {

  /** The precision of numbers that go in or out. */
  public enum Precision {
    FLOAT32,
    FLOAT16,
    BFLOAT16,
    FLOAT64
  }

  /**
   * A tensor that goes in or comes out.
   *
   * @param dims of one image as the file has them, the batch (which is before them) not counted
   */
  public record Port(String name, List<Integer> dims, Precision precision) {
    public Port {
      dims = List.copyOf(dims);
    }
  }

  public OnnxSignature {
    outputs = List.copyOf(outputs);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }
}
