package dev.notch.models.graph;

import static dev.notch.models.graph.Require.require;

import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;

/** What shapes layers make that change height and width otherwise than by a window. */
final class SpatialRules {

  private SpatialRules() {}

  static Shape outputShape(SpatialLayer layer, Shape input) {
    if (layer instanceof Pad pad) {
      return pad(pad, input);
    }
    if (layer instanceof Resize resize) {
      return new Shape(input.channels(), resize.height(), resize.width());
    }
    if (layer instanceof DepthToSpace d) {
      return depthToSpace(d.block(), input);
    }
    if (layer instanceof SpaceToDepth s) {
      return spaceToDepth(s.block(), input);
    }
    throw new IllegalStateException("no shape rule for " + layer);
  }

  static Shape transposed(TransposedConvolution t, Shape input) {
    Window w = t.window();
    int height =
        spread(input.height(), w.strideHeight(), w.extentHeight() + t.outputPadHeight())
            - Math.addExact(w.padTop(), w.padBottom());
    int width =
        spread(input.width(), w.strideWidth(), w.extentWidth() + t.outputPadWidth())
            - Math.addExact(w.padLeft(), w.padRight());
    return new Shape(t.out(), height, width);
  }

  private static int spread(int size, int stride, int last) {
    return Math.addExact(Math.multiplyExact(size - 1, stride), last);
  }

  private static Shape pad(Pad pad, Shape input) {
    if (pad.mode() == Pad.Mode.REFLECT) {
      require(
          Math.max(pad.top(), pad.bottom()) < input.height()
              && Math.max(pad.left(), pad.right()) < input.width(),
          () -> "cannot reflect " + input + " beyond its size");
    }
    int height = Math.addExact(input.height(), Math.addExact(pad.top(), pad.bottom()));
    int width = Math.addExact(input.width(), Math.addExact(pad.left(), pad.right()));
    return new Shape(input.channels(), height, width);
  }

  private static Shape depthToSpace(int block, Shape input) {
    int area = block * block;
    require(
        input.channels() % area == 0,
        () -> input.channels() + " channels are no blocks of " + block + "x" + block);
    return new Shape(
        input.channels() / area,
        Math.multiplyExact(input.height(), block),
        Math.multiplyExact(input.width(), block));
  }

  private static Shape spaceToDepth(int block, Shape input) {
    require(
        input.height() % block == 0 && input.width() % block == 0,
        () -> input + " cannot be cut into blocks of " + block + "x" + block);
    int channels = Math.multiplyExact(input.channels(), block * block);
    return new Shape(channels, input.height() / block, input.width() / block);
  }
}
