package dev.notch.models.onnx.read;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.Resize.Coordinates;
import dev.notch.models.graph.SpatialLayer.Resize.Mode;
import dev.notch.models.graph.SpatialLayer.Resize.Rounding;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Resizing and padding of planes. */
final class ResampleOperators {
  private static final int COORDINATES_SINCE = 11;
  private static final int LARGEST = 1 << 16;

  private ResampleOperators() {}

  static void register(Map<String, Operator> known) {
    known.put("Resize", ResampleOperators::resize);
    known.put("Upsample", ResampleOperators::resize);
    known.put("Pad", ResampleOperators::pad);
  }

  private static void resize(Op op, Reading in) {
    View x = in.map(in.tensor(op, 0));
    boolean old = op.opset() < COORDINATES_SINCE || op.type().equals("Upsample");
    requireKnown(op);
    double[] scales = scales(op, in, x, old);
    int[] sizes = sizes(op, in, x, scales, old);
    Mode mode = mode(op);
    Rounding rounding = mode == Mode.LINEAR || old ? Rounding.FLOOR : rounding(op);
    Coordinates coordinates = old ? Coordinates.ASYMMETRIC : coordinates(op);
    Layer layer =
        new Resize(
            mode,
            sizes[0],
            sizes[1],
            exact(scales[0], sizes[0], x.shape().height()),
            exact(scales[1], sizes[1], x.shape().width()),
            coordinates,
            rounding);
    int node = in.net().add(op.name(), layer, x.node());
    in.put(op, x.withShape(node, in.net().shape(node)));
  }

  /** 0 where the scale is no more than the quotient of the sizes. */
  private static double exact(double scale, int size, int from) {
    return scale * from == size ? 0 : scale;
  }

  private static void requireKnown(Op op) {
    if (op.integer("antialias", 0) != 0) {
      throw new UnsupportedNodeException("smooths against aliasing; export without antialias");
    }
    if (!op.text("keep_aspect_ratio_policy", "stretch").equals("stretch")) {
      throw new UnsupportedNodeException("keeps the aspect ratio; export with fixed sizes");
    }
  }

  /** Those of height and width; 0 if sizes are given instead. */
  private static double[] scales(Op op, Reading in, View x, boolean old) {
    Optional<float[]> given = op.numbers("scales");
    if (given.isEmpty()) {
      given = in.optionalConstant(op, old ? 1 : 2).map(Constant::floats);
    }
    double[] scales = new double[2];
    if (given.isPresent() && given.get().length > 0) {
      float[] all = onAllAxes(op, given.get(), x.rank() + 1);
      if (all[0] != 1 || all[1] != 1) {
        throw new UnsupportedNodeException("resizes channels or the batch");
      }
      Arrays.fill(scales, 1);
      for (int i = 2; i < all.length; i++) {
        if (!(all[i] > 0) || Float.isInfinite(all[i])) {
          throw new UnsupportedNodeException("cannot resize by " + all[i]);
        }
        scales[i - 2] = all[i];
      }
    }
    return scales;
  }

  private static float[] onAllAxes(Op op, float[] given, int rank) {
    long[] axes = op.integers("axes").orElseGet(() -> LongStream.range(0, given.length).toArray());
    if (axes.length != given.length || (!op.has("axes") && given.length != rank)) {
      throw new UnsupportedNodeException("its sizes or scales do not fit its axes");
    }
    float[] all = new float[rank];
    Arrays.fill(all, 1);
    for (int i = 0; i < given.length; i++) {
      all[Grid.axis(axes[i], rank)] = given[i];
    }
    return all;
  }

  private static int[] sizes(Op op, Reading in, View x, double[] scales, boolean old) {
    int[] from = {x.shape().height(), x.shape().width()};
    int[] sizes = from.clone();
    if (scales[0] > 0) {
      for (int i = 0; i < 2; i++) {
        sizes[i] = bounded((long) Math.floor(from[i] * scales[i]));
      }
      return sizes;
    }
    long[] given =
        (old ? Optional.<Constant>empty() : in.optionalConstant(op, 3))
            .map(Constant::longs)
            .orElseThrow(() -> new UnsupportedNodeException("has neither scales nor sizes"));
    long[] axes = op.integers("axes").orElseGet(() -> LongStream.range(0, given.length).toArray());
    if (axes.length != given.length || (!op.has("axes") && given.length != x.rank() + 1)) {
      throw new UnsupportedNodeException("its sizes do not fit its axes");
    }
    for (int i = 0; i < given.length; i++) {
      int axis = Grid.axis(axes[i], x.rank() + 1);
      if (axis > 1) {
        sizes[axis - 2] = bounded(given[i]);
      } else if (axis == 1 && given[i] != x.dim(0)) {
        throw new UnsupportedNodeException("resizes channels");
      }
    }
    return sizes;
  }

  private static int bounded(long size) {
    if (size < 1 || size > LARGEST) {
      throw new UnsupportedNodeException("cannot resize to " + size);
    }
    return (int) size;
  }

  private static Mode mode(Op op) {
    String mode = op.text("mode", "nearest");
    return switch (mode) {
      case "nearest" -> Mode.NEAREST;
      case "linear", "bilinear" -> Mode.LINEAR;
      default ->
          throw new UnsupportedNodeException(
              "mode " + mode + " is not supported; export with nearest or linear");
    };
  }

  private static Coordinates coordinates(Op op) {
    String name = op.text("coordinate_transformation_mode", "half_pixel");
    for (Coordinates known : Coordinates.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(name)) {
        return known;
      }
    }
    throw new UnsupportedNodeException(
        "coordinate_transformation_mode " + name + " is not supported");
  }

  private static Rounding rounding(Op op) {
    String name = op.text("nearest_mode", "round_prefer_floor");
    for (Rounding known : Rounding.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(name)) {
        return known;
      }
    }
    throw new UnsupportedNodeException("nearest_mode " + name + " is not known");
  }

  // Padding

  private static void pad(Op op, Reading in) {
    View x = in.tensor(op, 0);
    int[][] pads = pads(op, in, x.rank());
    double value = in.number(op, "value", 2).orElse(0f);
    if (Arrays.stream(pads).allMatch(p -> p[0] == 0 && p[1] == 0)) {
      in.put(op, x);
      return;
    }
    View known = x.axes().isPresent() && x.rank() <= 3 ? x : in.map(x);
    int[] axes = known.axes().orElseThrow();
    int[] sides = new int[4];
    int[] channels = {0, 0};
    for (int i = 0; i < pads.length; i++) {
      if (axes[i] == 0) {
        channels = pads[i];
      } else if (axes[i] > 0) {
        sides[axes[i] - 1] = pads[i][0];
        sides[axes[i] + 1] = pads[i][1];
      } else if (pads[i][0] != 0 || pads[i][1] != 0) {
        throw new UnsupportedNodeException("pads an axis that is none of an image");
      }
    }
    View padded = plane(op, in, known, sides, value);
    in.put(op, channels(op, in, padded, channels, value));
  }

  /** Begin and end for each axis, the batch left out. */
  private static int[][] pads(Op op, Reading in, int rank) {
    long[] given =
        in.integers(op, "pads", 1)
            .orElseThrow(() -> new UnsupportedNodeException("does not say how much it pads"));
    long[] axes =
        in.optionalConstant(op, 3)
            .map(Constant::longs)
            .orElseGet(() -> LongStream.range(0, given.length / 2).toArray());
    if (given.length != 2 * axes.length || axes.length > rank + 1) {
      throw new UnsupportedNodeException("its pads do not fit its axes");
    }
    int[][] pads = new int[rank][2];
    for (int i = 0; i < axes.length; i++) {
      int axis = Grid.axis(axes[i], rank + 1);
      for (int side = 0; side < 2; side++) {
        long pad = given[i + side * axes.length];
        if (Math.abs(pad) > LARGEST || (axis == 0 && pad != 0)) {
          throw new UnsupportedNodeException("cannot pad axis " + axis + " by " + pad);
        }
        if (axis > 0) {
          pads[axis - 1][side] = (int) pad;
        }
      }
    }
    return pads;
  }

  private static View plane(Op op, Reading in, View x, int[] sides, double value) {
    if (Arrays.stream(sides).allMatch(side -> side == 0)) {
      return x;
    }
    Pad.Mode mode = padMode(op);
    Layer layer =
        new Pad(
            sides[0], sides[1], sides[2], sides[3], mode, mode == Pad.Mode.CONSTANT ? value : 0);
    int node = in.net().add(op.name(), layer, x.node());
    return x.withShape(node, in.net().shape(node));
  }

  private static Pad.Mode padMode(Op op) {
    String mode = op.text("mode", "constant");
    return switch (mode) {
      case "constant" -> Pad.Mode.CONSTANT;
      case "reflect" -> Pad.Mode.REFLECT;
      case "edge" -> Pad.Mode.EDGE;
      default -> throw new UnsupportedNodeException("mode " + mode + " is not supported");
    };
  }

  /** Channels full of one number before and behind. */
  private static View channels(Op op, Reading in, View x, int[] pads, double value) {
    if (pads[0] == 0 && pads[1] == 0) {
      return x;
    }
    if (padMode(op) != Pad.Mode.CONSTANT || pads[0] < 0 || pads[1] < 0) {
      throw new UnsupportedNodeException("pads channels by something else than fixed numbers");
    }
    int[] nodes = {x.node()};
    if (pads[0] > 0) {
      nodes = new int[] {filled(op, in, x, pads[0], value), nodes[0]};
    }
    if (pads[1] > 0) {
      nodes = Arrays.copyOf(nodes, nodes.length + 1);
      nodes[nodes.length - 1] = filled(op, in, x, pads[1], value);
    }
    int node = in.net().add(op.name() + ".channels", new Concat(), nodes);
    return x.withShape(node, in.net().shape(node));
  }

  private static int filled(Op op, Reading in, View x, int channels, double value) {
    int[] dims = {channels, x.shape().height(), x.shape().width()};
    float[] values = new float[in.budget().spend(Grid.longs(dims))];
    Arrays.fill(values, (float) value);
    return in.constantTensor(op, Constant.of(dims, values), dims).node();
  }
}
