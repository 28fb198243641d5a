package dev.notch.models.weights;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The named tensors of a network, in the order of its layers: {@code layer.weight}, {@code
 * layer.bias} and, for batch normalisation, {@code layer.running_mean} and {@code
 * layer.running_var} (weight is gamma, bias is beta); a constant's numbers are {@code layer.value}.
 */
public record Weights(Map<String, Tensor> tensors) {

  public Weights {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * @throws IllegalArgumentException if there is no such tensor
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor is named " + name);
    }
    return tensor;
  }

  /** The name and shape of every tensor that a network needs, in order. */
  public static Map<String, int[]> shapes(Network network) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    network.nodes().forEach(node -> addShapes(node, shapes));
    return shapes;
  }

  /** The name and shape of every tensor of one layer, in order. */
  public static Map<String, int[]> shapes(Node node) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    addShapes(node, shapes);
    return shapes;
  }

  /**
   * @throws IllegalArgumentException if a tensor of the network is missing, superfluous or of
   *     another shape
   */
  public void verifyFor(Network network) {
    Map<String, int[]> expected = shapes(network);
    expected.forEach(
        (name, shape) -> {
          if (!Arrays.equals(shape, get(name).shape())) {
            throw new IllegalArgumentException(
                name
                    + " should have shape "
                    + Arrays.toString(shape)
                    + ", has "
                    + Arrays.toString(get(name).shape()));
          }
        });
    tensors.keySet().stream()
        .filter(name -> !expected.containsKey(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  network.name() + " has no place for tensor " + name);
            });
  }

  private static void addShapes(Node node, Map<String, int[]> shapes) {
    LayerWeights.shapes(node.layer())
        .forEach((part, shape) -> shapes.put(node.name() + "." + part, shape));
  }
}
