package dev.notch.models.graph;

import static dev.notch.models.graph.Require.require;

import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
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
      require(id >= 0 && id < before.size(), () -> "reads node " + id + ", which is not before it");
    }
    return node.inputs().stream().map(before::get).toList();
  }

  static Shape outputShape(Layer layer, List<Shape> inputs) {
    requireArity(layer, inputs.size());
    if (layer instanceof Input input) {
      return input.shape();
    }
    if (layer instanceof FreeLayer free) {
      return free(free, inputs);
    }
    Shape first = inputs.get(0);
    if (layer instanceof Convolution c) {
      requireChannels(c.in(), first);
      return c.window().slideOver(first).withChannels(c.out());
    }
    if (layer instanceof Pool pool) {
      return pool.ceilMode() ? pool.window().slideBeyond(first) : pool.window().slideOver(first);
    }
    if (layer instanceof Linear linear) {
      require(first.area() == 1, () -> "a linear layer takes a vector, got " + first);
      requireChannels(linear.in(), first);
      return Shape.vector(linear.out());
    }
    if (layer instanceof GlobalPool || layer instanceof GlobalMaxPool) {
      return Shape.vector(first.channels());
    }
    if (layer instanceof Flatten) {
      return Shape.vector(Math.toIntExact(first.size()));
    }
    if (layer instanceof TransposedConvolution t) {
      requireChannels(t.in(), first);
      return SpatialRules.transposed(t, first);
    }
    if (layer instanceof SpatialLayer spatial) {
      return SpatialRules.outputShape(spatial, first);
    }
    return joinOrChannels(layer, inputs, first);
  }

  private static Shape joinOrChannels(Layer layer, List<Shape> inputs, Shape first) {
    if (layer instanceof Add || layer instanceof Multiply || layer instanceof Subtract) {
      return broadcast(layer, inputs);
    }
    if (layer instanceof Concat) {
      inputs.forEach(
          s ->
              require(
                  s.height() == first.height() && s.width() == first.width(),
                  () -> "cannot concatenate " + first + " and " + s));
      return first.withChannels(
          inputs.stream().mapToInt(Shape::channels).reduce(0, Math::addExact));
    }
    if (layer instanceof Slice slice) {
      requireDivisible(first, slice.parts());
      return first.withChannels(first.channels() / slice.parts());
    }
    if (layer instanceof ChannelRange range) {
      require(
          range.to() <= first.channels(),
          () -> "no channels from " + range.from() + " to " + range.to() + " in " + first);
      return first.withChannels(range.to() - range.from());
    }
    requireFitting(layer, first);
    return first;
  }

  /** Of layers that keep the shape. */
  private static void requireFitting(Layer layer, Shape first) {
    if (layer instanceof BatchNorm bn) {
      requireChannels(bn.channels(), first);
    } else if (layer instanceof Scale scale) {
      requireChannels(scale.channels(), first);
    } else if (layer instanceof PRelu prelu) {
      requireChannels(prelu.channels(), first);
    } else if (layer instanceof Split split) {
      requireDivisible(first, split.parts());
    } else if (layer instanceof Shuffle shuffle) {
      requireDivisible(first, shuffle.groups());
    }
  }

  private static Shape broadcast(Layer layer, List<Shape> inputs) {
    Shape first = inputs.get(0);
    Shape widest = inputs.stream().filter(s -> s.area() > 1).findFirst().orElse(first);
    Shape one = Shape.vector(widest.channels());
    for (Shape shape : inputs) {
      require(
          shape.equals(widest) || shape.equals(one), () -> complaint(layer, first, shape, widest));
    }
    return widest;
  }

  private static String complaint(Layer layer, Shape first, Shape shape, Shape widest) {
    Shape other = shape.equals(first) ? widest : shape;
    return layer instanceof Multiply
        ? "a gate for " + first + " cannot be " + other
        : "cannot " + (layer instanceof Add ? "add " : "subtract ") + first + " and " + other;
  }

  private static Shape free(FreeLayer layer, List<Shape> inputs) {
    List<List<Integer>> views = layer.views();
    for (int i = 0; i < views.size(); i++) {
      List<Integer> view = views.get(i);
      Shape shape = inputs.get(i);
      require(Dims.size(view) == shape.size(), () -> "cannot view " + shape + " as " + view);
    }
    return Dims.shape(layer.dims());
  }

  private static void requireArity(Layer layer, int inputs) {
    boolean fits;
    if (layer instanceof Input || layer instanceof Constant) {
      fits = inputs == 0;
    } else if (layer instanceof Add || layer instanceof Concat) {
      fits = inputs >= 2;
    } else if (layer instanceof FreeLayer free) {
      fits = inputs == free.views().size();
    } else {
      fits = inputs == (layer instanceof Multiply || layer instanceof Subtract ? 2 : 1);
    }
    require(fits, () -> layer.getClass().getSimpleName() + " cannot take " + inputs + " inputs");
  }

  private static void requireChannels(int expected, Shape shape) {
    require(shape.channels() == expected, () -> "expected " + expected + " channels, got " + shape);
  }

  private static void requireDivisible(Shape shape, int parts) {
    require(
        shape.channels() % parts == 0,
        () -> shape.channels() + " channels cannot be dealt into " + parts + " equal parts");
  }
}
