package dev.notch.models.graph;

import static dev.notch.models.graph.Require.require;

/**
 * Layers without weights that move values about within the plane, or between plane and channels.
 */
public sealed interface SpatialLayer extends Layer {

  /**
   * Adds rows and columns, or takes them away where a number is negative.
   *
   * @param value what a constant padding consists of; 0 for the other modes
   */
  record Pad(int top, int left, int bottom, int right, Pad.Mode mode, double value)
      implements SpatialLayer {
    public enum Mode {
      CONSTANT,
      /** Mirrors the input at its outermost row or column, which is not repeated. */
      REFLECT,
      /** Repeats the outermost row or column. */
      EDGE
    }

    public Pad {
      boolean grows = top >= 0 && left >= 0 && bottom >= 0 && right >= 0;
      require(mode == Pad.Mode.CONSTANT || grows, "only constant padding can be negative");
      require(mode == Pad.Mode.CONSTANT || value == 0, "only constant padding has a value");
    }
  }

  /**
   * Resamples to {@code height x width}, as ONNX' Resize does.
   *
   * @param scaleHeight rows of the output for one of the input, by which coordinates are computed;
   *     0 if it is the quotient of the heights
   * @param rounding of nearest neighbours; {@link Rounding#FLOOR} if the mode is linear
   */
  record Resize(
      Resize.Mode mode,
      int height,
      int width,
      double scaleHeight,
      double scaleWidth,
      Coordinates coordinates,
      Rounding rounding)
      implements SpatialLayer {
    public enum Mode {
      NEAREST,
      LINEAR
    }

    /** Where, in the input, the output's row or column x lies. */
    public enum Coordinates {
      /** {@code (x + 0.5) / scale - 0.5}. */
      HALF_PIXEL,
      /** As half pixel, but 0 if the output has length 1. */
      PYTORCH_HALF_PIXEL,
      /** {@code x (in - 1) / (out - 1)}. */
      ALIGN_CORNERS,
      /** {@code x / scale}. */
      ASYMMETRIC
    }

    /** Which neighbour is the nearest. */
    public enum Rounding {
      ROUND_PREFER_FLOOR,
      ROUND_PREFER_CEIL,
      FLOOR,
      CEIL
    }

    public Resize {
      require(height > 0 && width > 0, () -> "cannot resize to " + height + "x" + width);
      require(
          scaleHeight >= 0
              && scaleWidth >= 0
              && Double.isFinite(scaleHeight)
              && Double.isFinite(scaleWidth),
          "scales must be positive");
      require(
          mode == Resize.Mode.NEAREST || rounding == Rounding.FLOOR,
          "linear resizing rounds nothing");
    }

    /** With scales that are the quotients of the sizes. */
    public Resize(
        Resize.Mode mode, int height, int width, Coordinates coordinates, Rounding rounding) {
      this(mode, height, width, 0, 0, coordinates, rounding);
    }
  }

  /**
   * Channels as blocks of pixels: {@code c x h x w} becomes {@code c/block^2 x h*block x w*block}.
   *
   * @param channelsFirst whether the channels of a block lie together (ONNX' CRD, PyTorch's pixel
   *     shuffle), not those of a pixel in its block (DCR)
   */
  record DepthToSpace(int block, boolean channelsFirst) implements SpatialLayer {
    public DepthToSpace {
      requireBlock(block);
    }
  }

  /**
   * Blocks of pixels as channels, the pixel's place in its block before the channel: the inverse of
   * {@link DepthToSpace} that is not channels-first.
   */
  record SpaceToDepth(int block) implements SpatialLayer {
    public SpaceToDepth {
      requireBlock(block);
    }
  }

  private static void requireBlock(int block) {
    require(block > 0 && block < 1 << 15, () -> "block must be positive and small, was " + block);
  }
}
