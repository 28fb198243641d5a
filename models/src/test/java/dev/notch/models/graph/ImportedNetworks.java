package dev.notch.models.graph;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.Resize.Coordinates;
import dev.notch.models.graph.SpatialLayer.Resize.Rounding;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small networks of every layer that only networks from elsewhere have. */
public final class ImportedNetworks {
  /** What they read. */
  public static final Shape IMAGE = new Shape(8, 6, 10);

  private static final List<Integer> ROWS = List.of(8, 60);
  private static final Map<String, List<Layer>> CHAINS = new LinkedHashMap<>();

  static {
    for (Function f : Function.values()) {
      CHAINS.put(f.name(), List.of(function(f)));
    }
    Window uneven = new Window(3, 2, 2, 1, 1, 0, 2, 1, 1, 1);
    Window holes = new Window(2, 3, 1, 2, 2, 1, 2, 1, 2, 2);
    CHAINS.put("uneven convolution", List.of(new Convolution(8, 4, uneven, 2, true)));
    CHAINS.put("dilated convolution", List.of(new Convolution(8, 4, holes, 1, true)));
    CHAINS.put("uneven max pool", List.of(pool(Pool.Kind.MAX, uneven, false, false)));
    CHAINS.put("dilated max pool", List.of(pool(Pool.Kind.MAX, dilatedPool(), false, false)));
    CHAINS.put("ceil max pool", List.of(pool(Pool.Kind.MAX, Window.square(3, 2, 0), false, true)));
    CHAINS.put("uneven mean pool", List.of(pool(Pool.Kind.AVERAGE, uneven, false, false)));
    CHAINS.put("uneven counting pool", List.of(pool(Pool.Kind.AVERAGE, uneven, true, false)));
    CHAINS.put(
        "ceil mean pool", List.of(pool(Pool.Kind.AVERAGE, Window.square(3, 2, 0), false, true)));
    CHAINS.put(
        "ceil counting pool", List.of(pool(Pool.Kind.AVERAGE, Window.square(3, 2, 1), true, true)));
    CHAINS.put("transposed", List.of(transposed(4, Window.square(3, 2, 1), 1, 2)));
    CHAINS.put("transposed square", List.of(transposed(6, Window.square(2, 2, 0), 0, 1)));
    CHAINS.put(
        "transposed uneven",
        List.of(transposed(4, new Window(3, 2, 2, 3, 1, 0, 0, 1, 2, 1), 0, 4)));
    CHAINS.put("scale", List.of(new Scale(8, true), new Scale(8, false), new PRelu(8)));
    CHAINS.put("softmax", List.of(new Softmax()));
    CHAINS.put("response norm", List.of(new LocalResponseNorm(5, 0.3, 0.75, 1.5)));
    CHAINS.put("range", List.of(new ChannelRange(2, 7)));
    CHAINS.put("largest", List.of(new GlobalMaxPool(), new Scale(8, true)));
    CHAINS.put("zeros", List.of(new Pad(1, 2, 3, -1, Pad.Mode.CONSTANT, 0.5)));
    CHAINS.put("mirrored", List.of(new Pad(2, 1, 0, 3, Pad.Mode.REFLECT, 0)));
    CHAINS.put("edges", List.of(new Pad(2, 1, 0, 3, Pad.Mode.EDGE, 0)));
    CHAINS.put("depth CRD", List.of(new DepthToSpace(2, true), new SpaceToDepth(2)));
    CHAINS.put("depth DCR", List.of(new DepthToSpace(2, false)));
    CHAINS.put("space", List.of(new SpaceToDepth(2)));
    for (Coordinates c : Coordinates.values()) {
      CHAINS.put("linear " + c, List.of(resize(Resize.Mode.LINEAR, c, Rounding.FLOOR)));
      for (Rounding r : Rounding.values()) {
        CHAINS.put("nearest " + c + r, List.of(resize(Resize.Mode.NEAREST, c, r)));
      }
    }
    CHAINS.put(
        "scaled",
        List.of(
            new Resize(
                Resize.Mode.LINEAR, 7, 27, 1.3, 2.7, Coordinates.HALF_PIXEL, Rounding.FLOOR)));
    CHAINS.put(
        "attention",
        List.of(
            new Reshape(List.of(2, 4, 60)),
            new Permute(List.of(2, 4, 60), List.of(0, 2, 1)),
            new FreeSoftmax(List.of(2, 60, 4), 1),
            new FreeSlice(List.of(2, 60, 4), 1, 3, 40, 5),
            new LayerNorm(List.of(2, 8, 4), 1, 1e-5)));
    CHAINS.put(
        "tokens",
        List.of(
            new Permute(List.of(8, 6, 10), List.of(1, 2, 0)),
            new Dense(List.of(60, 8), 12, true),
            new Activation(Function.GELU),
            new Reshape(List.of(6, 10, 12)),
            new Dense(List.of(6, 10, 12), 8, false)));
    CHAINS.put("mean", List.of(new Reduce(Reduce.Kind.MEAN, ROWS, List.of(1), false)));
    CHAINS.put("sum", List.of(new Reduce(Reduce.Kind.SUM, List.of(2, 4, 60), List.of(0, 2), true)));
    CHAINS.put(
        "max", List.of(new Reduce(Reduce.Kind.MAX, List.of(2, 4, 60), List.of(0, 2), false)));
  }

  private ImportedNetworks() {}

  /** Each layer by itself, and some together. */
  public static List<Network> all() {
    List<Network> networks = new ArrayList<>();
    CHAINS.forEach((name, layers) -> networks.add(chain(name, layers)));
    networks.add(joins());
    networks.add(constants());
    networks.add(comparisons());
    return networks;
  }

  /** As {@link #all}, where each layer reads what a trained one makes. */
  public static List<Network> behindConvolution() {
    List<Network> networks = new ArrayList<>();
    CHAINS.forEach(
        (name, layers) -> {
          List<Layer> longer = new ArrayList<>(layers);
          longer.add(0, new Convolution(8, 8, Window.same(1, 1), 1, true));
          networks.add(chain(name, longer));
        });
    networks.add(joins());
    return networks;
  }

  /** Layers one after the other. */
  public static Network chain(String name, List<Layer> layers) {
    NetworkBuilder net = new NetworkBuilder(IMAGE);
    int x = net.input();
    for (Layer layer : layers) {
      x = net.add("layer", layer, x);
    }
    return net.build(name);
  }

  /** Gates on either side, of either rank; outputs that are read on. */
  private static Network joins() {
    NetworkBuilder net = new NetworkBuilder(IMAGE);
    int gate = net.linear(net.globalPool(0), 8);
    int less = net.add("sub", new Subtract(), gate, 0);
    int more = net.add("add", new Add(), gate, less, 0);
    int map = net.add("mul", new Multiply(), net.add("soft", new Softmax(), gate), more);
    int conv = net.conv(map, 4, Window.same(3, 3), 1, true);
    int end = net.linear(net.flatten(net.batchNorm(conv)), 3);
    return net.build("joins", List.of(end, map, gate, conv));
  }

  /** Constants in arithmetic, in products, joined and alone. */
  private static Network constants() {
    NetworkBuilder net = new NetworkBuilder(IMAGE);
    int scale = net.add("scale", new Constant(List.of(60)));
    int x = net.add("mul", new Binary(Binary.Op.MUL, ROWS, List.of(60)), 0, scale);
    int token = net.add("token", new Constant(List.of(1, 60)));
    x = net.add("cat", new FreeConcat(List.of(List.of(1, 60), ROWS), 0), token, x);
    int weight = net.add("weight", new Constant(List.of(60, 5)));
    x = net.add("matmul", new MatMul(List.of(9, 60), List.of(60, 5)), x, weight);
    int row = net.add("row", new Reduce(Reduce.Kind.SUM, List.of(9, 5), List.of(0), false), x);
    x = net.add("sub", new Binary(Binary.Op.SUB, List.of(9, 5), List.of(5)), x, row);
    int two = net.add("two", new Constant(List.of(9, 5)));
    int both = net.add("both", new Binary(Binary.Op.ADD, List.of(9, 5), List.of(9, 5)), two, two);
    x = net.add("plus", new Binary(Binary.Op.ADD, List.of(9, 5), List.of(9, 5)), both, x);
    int flip = net.add("flip", new Permute(List.of(9, 5), List.of(1, 0)), x);
    x = net.add("square", new MatMul(List.of(9, 5), List.of(5, 9)), x, flip);
    return net.build("constants", List.of(x, token));
  }

  /** A map where it is largest around itself, and other things that hold or not. */
  private static Network comparisons() {
    NetworkBuilder net = new NetworkBuilder(IMAGE);
    List<Integer> map = List.of(8, 6, 10);
    int largest = net.maxPool(0, Window.square(3, 1, 1));
    int peak = net.add("peak", new Binary(Binary.Op.EQUAL, map, map), 0, largest);
    int bound = net.add("bound", new Constant(List.of(8, 1, 1)));
    List<Integer> ends = new ArrayList<>(List.of(net.multiply(0, peak)));
    for (Binary.Op op : Binary.Op.values()) {
      if (op.compares()) {
        ends.add(net.add("more", new Binary(op, map, List.of(8, 1, 1)), 0, bound));
      }
    }
    return net.build("comparisons", ends);
  }

  private static Activation function(Function f) {
    return switch (f.parameters()) {
      case 0 -> new Activation(f);
      case 1 -> new Activation(f, 0.3, 0);
      default -> new Activation(f, f == Function.CLIP ? -0.5 : 0.3, 0.6);
    };
  }

  private static Window dilatedPool() {
    return new Window(2, 3, 1, 2, 1, 2, 1, 2, 2, 2);
  }

  private static Layer pool(Pool.Kind kind, Window window, boolean count, boolean ceil) {
    return new Pool(kind, window, count, ceil);
  }

  private static Layer transposed(int out, Window window, int pad, int groups) {
    return new TransposedConvolution(8, out, window, pad, pad, groups, true);
  }

  private static Layer resize(Resize.Mode mode, Coordinates coordinates, Rounding rounding) {
    return new Resize(mode, 9, 7, coordinates, rounding);
  }
}
