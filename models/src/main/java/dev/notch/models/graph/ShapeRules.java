package dev.notch.models.graph;

import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import java.util.List;

/** What shapes a layer accepts and what it makes of them. */
final class ShapeRules {

  private ShapeRules() {}

  /**
   * The output shape of a node behind nodes of these shapes.
   *
   * @throws InvalidNetworkException if it does not fit there; the message names the layer
   */
  static Shape outputShape(Node node, List<Shape> before) {
    try {
      return outputShape(node.layer(), inputs(node, before));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InvalidNetworkException("layer " + node.name() + ": " + e.getMessage());
    }
  }

  private static List<Shape> inputs(Node node, List<Shape> before) {
    for (int id : node.inputs()) {
      require(id >= 0 && id < before.size(), "reads node " + id + ", which is not before it");
    }
    return node.inputs().stream().map(before::get).toList();
  }

  static Shape outputShape(Layer layer, List<Shape> inputs) {
    requireArity(layer, inputs.size());
    if (layer instanceof Input input) {
      return input.shape();
    }
    Shape first = inputs.get(0);
    if (layer instanceof Convolution c) {
      requireChannels(c.in(), first);
      return c.window().slideOver(first).withChannels(c.out());
    }
    if (layer instanceof BatchNorm bn) {
      requireChannels(bn.channels(), first);
      return first;
    }
    if (layer instanceof Pool pool) {
      return pool.window().slideOver(first);
    }
    if (layer instanceof Linear linear) {
      require(first.area() == 1, "a linear layer takes a vector, got " + first);
      requireChannels(linear.in(), first);
      return Shape.vector(linear.out());
    }
    if (layer instanceof GlobalPool) {
      return Shape.vector(first.channels());
    }
    if (layer instanceof Flatten) {
      return Shape.vector(Math.toIntExact(first.size()));
    }
    return elementwiseOrChannels(layer, inputs, first);
  }

  private static Shape elementwiseOrChannels(Layer layer, List<Shape> inputs, Shape first) {
    if (layer instanceof Add) {
      inputs.forEach(
          shape -> require(shape.equals(first), "cannot add " + first + " and " + shape));
      return first;
    }
    if (layer instanceof Multiply) {
      require(
          inputs.get(1).equals(Shape.vector(first.channels())),
          "a gate for " + first + " cannot be " + inputs.get(1));
      return first;
    }
    if (layer instanceof Concat) {
      inputs.forEach(
          s ->
              require(
                  s.height() == first.height() && s.width() == first.width(),
                  "cannot concatenate " + first + " and " + s));
      return first.withChannels(
          inputs.stream().mapToInt(Shape::channels).reduce(0, Math::addExact));
    }
    if (layer instanceof Split split) {
      requireDivisible(first, split.parts());
      return first;
    }
    if (layer instanceof Slice slice) {
      requireDivisible(first, slice.parts());
      return first.withChannels(first.channels() / slice.parts());
    }
    if (layer instanceof Shuffle shuffle) {
      requireDivisible(first, shuffle.groups());
      return first;
    }
    require(layer instanceof Activation || layer instanceof Dropout, "no shape rule for " + layer);
    return first;
  }

  private static void requireArity(Layer layer, int inputs) {
    boolean fits;
    if (layer instanceof Input) {
      fits = inputs == 0;
    } else if (layer instanceof Add || layer instanceof Concat) {
      fits = inputs >= 2;
    } else {
      fits = inputs == (layer instanceof Multiply ? 2 : 1);
    }
    require(fits, layer.getClass().getSimpleName() + " cannot take " + inputs + " inputs");
  }

  private static void requireChannels(int expected, Shape shape) {
    require(shape.channels() == expected, "expected " + expected + " channels, got " + shape);
  }

  private static void requireDivisible(Shape shape, int parts) {
    require(
        shape.channels() % parts == 0,
        shape.channels() + " channels cannot be dealt into " + parts + " equal parts");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new InvalidNetworkException(message);
    }
  }
}
