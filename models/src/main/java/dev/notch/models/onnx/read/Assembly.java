package dev.notch.models.onnx.read;

import dev.notch.models.NotchException;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The network as it grows, layer by layer, with its weights. */
final class Assembly {
  private static final int MOST_LAYERS = 100_000;

  private final String file;
  private final List<Draft> drafts = new ArrayList<>();
  private final Names names = new Names();
  private final Map<List<Object>, Integer> arranged = new HashMap<>();

  Assembly(String file) {
    this.file = file;
  }

  /**
   * Adds a layer and returns its node.
   *
   * @throws dev.notch.models.graph.InvalidNetworkException if it does not fit there
   */
  int add(String name, Layer layer, int... inputs) {
    List<Integer> ids = Arrays.stream(inputs).boxed().toList();
    Shape shape = layer.outputShape(ids.stream().map(this::shape).toList());
    if (drafts.size() >= MOST_LAYERS) {
      throw new NotchException(file + " has more than " + MOST_LAYERS + " layers");
    }
    drafts.add(new Draft(names.unique(name), layer, ids, shape, new LinkedHashMap<>()));
    return drafts.size() - 1;
  }

  /** The view of a new node as it is. */
  View addView(String name, int[] dims, Layer layer, int... inputs) {
    int id = add(name, layer, inputs);
    return View.of(id, shape(id), dims);
  }

  /**
   * Gives a node one of its weights.
   *
   * @throws NotchException if a number is not finite
   */
  void weight(int node, String part, int[] dims, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new NotchException(
            file
                + " is not usable: the weights of "
                + drafts.get(node).name()
                + " hold NaN or infinite numbers; export a checkpoint that was trained well");
      }
    }
    drafts.get(node).weights().put(part, new Tensor(dims, values));
  }

  /** Adds a tensor of fixed numbers. */
  View constant(String name, int[] dims, float[] values) {
    int[] viewed = dims.length == 0 ? new int[] {1} : dims;
    int id = add(name, new Constant(list(viewed)));
    weight(id, "value", viewed, values);
    return View.of(id, shape(id), dims);
  }

  Shape shape(int node) {
    return drafts.get(node).shape();
  }

  Layer layer(int node) {
    return drafts.get(node).layer();
  }

  /** The node that a node reads first. */
  int input(int node) {
    return drafts.get(node).inputs().get(0);
  }

  List<Integer> inputs(int node) {
    return drafts.get(node).inputs();
  }

  Names names() {
    return names;
  }

  List<Draft> drafts() {
    return Collections.unmodifiableList(drafts);
  }

  /**
   * A node that puts out the tensor as it is: its values in their order, its shape the tensor's
   * first dimension, its second, and the product of the rest.
   */
  int natural(View view) {
    if (view.natural() && view.shape().equals(shapeOf(view.dims()))) {
      return view.node();
    }
    List<Object> key = List.of(view.node(), view.arrangement(), list(view.dims()));
    Integer known = arranged.get(key);
    if (known == null) {
      known = Arrangements.arrange(this, view);
      arranged.put(key, known);
    }
    return known;
  }

  /** The tensor as it is, arranged by nobody. */
  View settled(View view) {
    int node = natural(view);
    return View.of(node, shape(node), view.dims());
  }

  /** The node that marks that the channels of another are dealt into so many parts. */
  int split(String name, int parts, int node) {
    List<Object> key = List.of(node, parts);
    Integer known = arranged.get(key);
    if (known == null) {
      known = add(name, new Split(parts), node);
      arranged.put(key, known);
    }
    return known;
  }

  /** A node that puts out all values of the tensor as a vector. */
  int vector(View view) {
    int size = Math.toIntExact(view.shape().size());
    String by = view.label();
    View flat = view.reshape(new int[] {size}, by).orElseGet(() -> settled(view));
    return natural(flat.reshape(new int[] {size}, by).orElseThrow());
  }

  /** The shape of a tensor of any rank. */
  static Shape shapeOf(int... dims) {
    int rest = 1;
    for (int i = 2; i < dims.length; i++) {
      rest = Math.multiplyExact(rest, dims[i]);
    }
    return new Shape(dims.length > 0 ? dims[0] : 1, dims.length > 1 ? dims[1] : 1, rest);
  }

  static List<Integer> list(int... dims) {
    return IntStream.of(dims).boxed().toList();
  }
}
