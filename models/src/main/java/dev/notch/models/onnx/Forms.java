package dev.notch.models.onnx;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/** The dimensions that the ONNX tensor of each node has behind the batch. */
public final class Forms {
  private final Network network;
  private final List<List<Integer>> forms = new ArrayList<>();

  /** Of a network whose input is channels x height x width. */
  public Forms(Network network) {
    this(network, map(network.inputShape()));
  }

  /**
   * @param input the dimensions of the network's input
   */
  Forms(Network network, List<Integer> input) {
    this.network = network;
    forms.add(input);
    network.nodes().stream().skip(1).forEach(node -> forms.add(find(node)));
  }

  /** One number for a vector, three for a map; as many as a layer of any rank says. */
  public List<Integer> of(int id) {
    return forms.get(id);
  }

  static List<Integer> map(Shape shape) {
    return List.of(shape.channels(), shape.height(), shape.width());
  }

  private List<Integer> find(Node node) {
    Layer layer = node.layer();
    Shape shape = network.shape(node.id());
    if (layer instanceof FreeLayer free) {
      return free.dims();
    }
    if (layer instanceof Linear || layer instanceof Flatten) {
      return List.of(shape.channels());
    }
    List<Integer> input = node.inputs().isEmpty() ? map(shape) : forms.get(main(node, shape));
    if (layer instanceof Activation || layer instanceof Dropout) {
      return input;
    }
    return keepsRank(layer) && input.size() == 1 ? List.of(shape.channels()) : map(shape);
  }

  /** The input that the output is as large as; of a join with a gate the one that is not. */
  private int main(Node node, Shape shape) {
    int first = node.inputs().get(0);
    return node.inputs().stream()
        .filter(id -> network.shape(first).area() < shape.area())
        .filter(id -> network.shape(id).equals(shape))
        .findFirst()
        .orElse(first);
  }

  private static boolean keepsRank(Layer layer) {
    return layer instanceof BatchNorm
        || layer instanceof Add
        || layer instanceof Multiply
        || layer instanceof Subtract
        || layer instanceof Concat
        || layer instanceof Split
        || layer instanceof Slice
        || layer instanceof ChannelRange
        || layer instanceof Scale
        || layer instanceof PRelu
        || layer instanceof Softmax;
  }
}
