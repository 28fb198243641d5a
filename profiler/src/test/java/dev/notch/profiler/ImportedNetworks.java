package dev.notch.profiler;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.Resize.Coordinates;
import dev.notch.models.graph.SpatialLayer.Resize.Rounding;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;
import dev.notch.models.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Small networks of the layers that only networks from elsewhere have, between convolutions. */
final class ImportedNetworks {
  private static final Window WIDE = Window.same(3, 3);

  private ImportedNetworks() {}

  /** What stands between the convolutions. */
  private interface Body {
    int build(NetworkBuilder b, int x);
  }

  /** With so many channels: in blocks where they divide them. */
  static List<Network> all(int channels) {
    List<Network> networks = new ArrayList<>();
    for (Function f : Function.values()) {
      networks.add(network("conv " + f, channels, (b, x) -> function(b, x, f)));
      networks.add(
          network("add " + f, channels, (b, x) -> function(b, b.addition(x, conv(b, x)), f)));
      networks.add(
          network("norm " + f, channels, (b, x) -> function(b, b.batchNorm(b.relu(x)), f)));
      networks.add(
          network("linear " + f, channels, (b, x) -> function(b, b.linear(b.globalPool(x), 8), f)));
    }
    layers(channels).forEach((name, layer) -> networks.add(single(name, channels, layer)));
    bodies().forEach((name, body) -> networks.add(network(name, channels, body)));
    return networks;
  }

  private static int function(NetworkBuilder b, int x, Function f) {
    Activation activation =
        switch (f.parameters()) {
          case 0 -> new Activation(f);
          case 1 -> new Activation(f, 0.3, 0);
          default -> new Activation(f, -0.5, 0.6);
        };
    return b.add("act", activation, x);
  }

  private static int conv(NetworkBuilder b, int x) {
    return b.conv(x, b.channels(x), WIDE, 1, true);
  }

  private static Network single(String name, int channels, Layer layer) {
    return network(name, channels, (b, x) -> b.add("layer", layer, b.relu(x)));
  }

  private static Map<String, Layer> layers(int c) {
    List<Integer> map = List.of(c, 8, 8);
    List<Integer> rows = List.of(c, 64);
    Map<String, Layer> layers = new TreeMap<>();
    layers.put("prelu", new PRelu(c));
    layers.put("scale", new Scale(c, false));
    layers.put("softmax", new Softmax());
    layers.put("response norm", new LocalResponseNorm(3, 0.1, 0.75, 1));
    layers.put("largest", new GlobalMaxPool());
    layers.put("range", new ChannelRange(0, 16));
    layers.put(
        "transposed", new TransposedConvolution(c, 16, Window.square(3, 2, 1), 1, 1, 1, true));
    layers.put(
        "transposed groups",
        new TransposedConvolution(c, c, Window.square(2, 2, 0), 0, 0, 2, true));
    layers.put("zeros", new Pad(0, 0, 1, 1, Pad.Mode.CONSTANT, 0));
    layers.put("ones", new Pad(0, 0, 1, 1, Pad.Mode.CONSTANT, 1));
    layers.put("edges", new Pad(1, 1, 1, 1, Pad.Mode.EDGE, 0));
    layers.put("mirrored", new Pad(1, 1, 1, 1, Pad.Mode.REFLECT, 0));
    layers.put("twice", nearest(16, Coordinates.ASYMMETRIC, Rounding.FLOOR));
    layers.put("odd", nearest(12, Coordinates.ASYMMETRIC, Rounding.FLOOR));
    layers.put("centres", nearest(16, Coordinates.HALF_PIXEL, Rounding.ROUND_PREFER_FLOOR));
    for (Coordinates k : Coordinates.values()) {
      layers.put("linear " + k, new Resize(Resize.Mode.LINEAR, 16, 16, k, Rounding.FLOOR));
    }
    layers.put("space", new SpaceToDepth(2));
    layers.put("ceil", new Pool(Pool.Kind.MAX, Window.square(3, 2, 0), false, true));
    layers.put("uneven", new Pool(Pool.Kind.AVERAGE, uneven(), false, false));
    layers.put("view", new Reshape(rows));
    layers.put("turn", new Permute(map, List.of(0, 2, 1)));
    layers.put("free softmax", new FreeSoftmax(map, 0));
    layers.put("free slice", new FreeSlice(map, 1, 0, 4, 1));
    layers.put("mean", new Reduce(Reduce.Kind.MEAN, map, List.of(1), true));
    layers.put("layer norm", new LayerNorm(map, 2, 1e-5));
    return layers;
  }

  private static Layer nearest(int size, Coordinates coordinates, Rounding rounding) {
    return new Resize(Resize.Mode.NEAREST, size, size, coordinates, rounding);
  }

  static Window uneven() {
    return new Window(3, 3, 2, 2, 0, 0, 1, 1, 1, 1);
  }

  static Window dilated() {
    return new Window(3, 3, 1, 1, 2, 2, 2, 2, 2, 2);
  }

  private static Map<String, Body> bodies() {
    Map<String, Body> bodies = new TreeMap<>();
    bodies.put("uneven", (b, x) -> b.conv(x, 16, uneven(), 1, true));
    bodies.put("dilated", (b, x) -> b.conv(x, 16, dilated(), 1, true));
    bodies.put("dilated depthwise", (b, x) -> b.depthwise(x, dilated(), true));
    bodies.put("multiplied", (b, x) -> b.conv(x, 2 * b.channels(x), WIDE, b.channels(x), true));
    bodies.put("scaled", (b, x) -> b.relu(b.add("scale", new Scale(b.channels(x), true), x)));
    bodies.put("difference", (b, x) -> b.add("sub", new Subtract(), x, conv(b, x)));
    bodies.put("product", (b, x) -> b.add("mul", new Multiply(), x, conv(b, x)));
    bodies.put("gate", (b, x) -> b.add("mul", new Multiply(), gate(b, x), x));
    bodies.put("bias", (b, x) -> b.add("add", new Add(), x, gate(b, x)));
    bodies.put(
        "blocks",
        (b, x) -> b.add("space", new DepthToSpace(2, true), b.conv(x, 16, WIDE, 1, true)));
    bodies.put("dense", (b, x) -> b.relu(b.batchNorm(b.concat(x, conv(b, x)))));
    bodies.put(
        "silu",
        (b, x) -> b.concat(function(b, x, Function.SILU), function(b, conv(b, x), Function.SILU)));
    bodies.put("ranges", ImportedNetworks::ranges);
    bodies.put("attention", ImportedNetworks::attention);
    bodies.put("arithmetic", ImportedNetworks::arithmetic);
    bodies.put("two outputs", (b, x) -> b.relu(conv(b, x)));
    return bodies;
  }

  private static int gate(NetworkBuilder b, int x) {
    int gate = b.conv(b.globalPool(x), b.channels(x), Window.same(1, 1), 1, true);
    return b.activation(gate, Function.SIGMOID);
  }

  private static int ranges(NetworkBuilder b, int x) {
    int low = b.add("low", new ChannelRange(0, 16), x);
    return b.concat(b.add("high", new ChannelRange(2, 18), x), low);
  }

  private static int attention(NetworkBuilder b, int x) {
    List<Integer> rows = List.of(b.channels(x), 64);
    List<Integer> columns = List.of(64, b.channels(x));
    int turned =
        b.add("turned", new Permute(rows, List.of(1, 0)), b.add("rows", new Reshape(rows), x));
    int likeness = b.add("likeness", new MatMul(columns, rows), turned, x);
    int share = b.add("share", new FreeSoftmax(List.of(64, 64), 1), likeness);
    return b.add("mixed", new MatMul(List.of(64, 64), columns), share, turned);
  }

  private static int arithmetic(NetworkBuilder b, int x) {
    List<Integer> map = List.of(b.channels(x), 8, 8);
    int constant = b.add("constant", new Constant(map));
    int sum = b.add("sum", new Binary(Binary.Op.ADD, map, map), x, constant);
    return b.add("joined", new FreeConcat(List.of(map, map), 1), sum, x);
  }

  private static Network network(String name, int channels, Body body) {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, 8, 8));
    int x = body.build(b, b.conv(b.input(), channels, WIDE, 1, true));
    int middle = x;
    if (b.shape(x).area() > 1) {
      x = b.globalPool(b.conv(x, 16, WIDE, 1, true));
    }
    int last = b.linear(x, 4);
    return b.build(name, name.equals("two outputs") ? List.of(last, middle) : List.of(last));
  }
}
