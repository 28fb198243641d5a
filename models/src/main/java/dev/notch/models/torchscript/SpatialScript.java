package dev.notch.models.torchscript;

import static dev.notch.models.torchscript.Script.call;

import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.Resize.Coordinates;
import dev.notch.models.graph.SpatialLayer.Resize.Rounding;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;
import dev.notch.models.graph.Window;
import java.util.List;

/** Layers that move values within the plane as expressions. */
final class SpatialScript {
  private SpatialScript() {}

  static String expression(SpatialLayer layer, Shape in, String x) {
    if (layer instanceof Pad pad) {
      return pad(pad, x);
    }
    if (layer instanceof Resize resize) {
      return resize(resize, in, x);
    }
    if (layer instanceof SpaceToDepth space) {
      return spaceToDepth(space.block(), in, x);
    }
    DepthToSpace depth = (DepthToSpace) layer;
    return depth.channelsFirst()
        ? call("pixel_shuffle", x, depth.block())
        : depthToSpace(depth.block(), in, x);
  }

  /** Padded as a window wants. */
  static String padded(String x, Window w, double value) {
    return call(
        "constant_pad_nd", x, List.of(w.padLeft(), w.padRight(), w.padTop(), w.padBottom()), value);
  }

  private static String pad(Pad pad, String x) {
    List<Integer> sides = List.of(pad.left(), pad.right(), pad.top(), pad.bottom());
    return switch (pad.mode()) {
      case CONSTANT -> call("constant_pad_nd", x, sides, pad.value());
      case REFLECT -> call("reflection_pad2d", x, sides);
      case EDGE -> call("replication_pad2d", x, sides);
    };
  }

  /** PyTorch's functions are ONNX' for these coordinates only. */
  private static String resize(Resize r, Shape in, String x) {
    List<Integer> size = List.of(r.height(), r.width());
    boolean exact =
        exact(r.scaleHeight(), in.height(), r.height())
            && exact(r.scaleWidth(), in.width(), r.width());
    boolean whole = r.height() % in.height() == 0 && r.width() % in.width() == 0;
    Coordinates c = r.coordinates();
    boolean half =
        c == Coordinates.HALF_PIXEL
            || (c == Coordinates.PYTORCH_HALF_PIXEL && r.height() > 1 && r.width() > 1);
    boolean rounded =
        r.rounding() == Rounding.ROUND_PREFER_CEIL || r.rounding() == Rounding.ROUND_PREFER_FLOOR;
    if (r.mode() == Resize.Mode.LINEAR && c == Coordinates.ALIGN_CORNERS) {
      return call("upsample_bilinear2d", x, size, true, Script.nothing(), Script.nothing());
    }
    if (r.mode() == Resize.Mode.LINEAR && half && exact) {
      return call("upsample_bilinear2d", x, size, false, Script.nothing(), Script.nothing());
    }
    boolean floor = c == Coordinates.ASYMMETRIC && r.rounding() == Rounding.FLOOR;
    if (r.mode() == Resize.Mode.NEAREST && exact && (floor || (whole && half && rounded))) {
      return call("upsample_nearest2d", x, size, Script.nothing(), Script.nothing());
    }
    throw new UnwritableLayerException(
        "%s resizing with %s coordinates and rounding %s from %s to %dx%d"
            .formatted(r.mode(), c, r.rounding(), in, r.height(), r.width()));
  }

  private static boolean exact(double scale, int in, int out) {
    return scale == 0 || scale * in == out;
  }

  private static String depthToSpace(int block, Shape in, String x) {
    int channels = in.channels() / (block * block);
    List<Integer> dealt = List.of(-1, block, block, channels, in.height(), in.width());
    String moved = call("permute", call("reshape", x, dealt), List.of(0, 3, 4, 1, 5, 2));
    List<Integer> map = List.of(-1, channels, in.height() * block, in.width() * block);
    return call("reshape", moved, map);
  }

  private static String spaceToDepth(int block, Shape in, String x) {
    int rows = in.height() / block;
    int columns = in.width() / block;
    List<Integer> dealt = List.of(-1, in.channels(), rows, block, columns, block);
    String moved = call("permute", call("reshape", x, dealt), List.of(0, 3, 5, 1, 2, 4));
    List<Integer> map = List.of(-1, in.channels() * block * block, rows, columns);
    return call("reshape", moved, map);
  }
}
