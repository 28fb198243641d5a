package dev.notch.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.notch.models.graph.SpatialLayer;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.SpatialLayer.Resize;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;

/**
 * Layers that move values within the plane. What takes each row from given rows of the input is
 * multiplied from the left by a matrix that says so, and from the right for the columns.
 */
final class Planes {

  private Planes() {}

  static PtNDArray run(SpatialLayer layer, PtNDArray x) {
    if (layer instanceof Pad pad) {
      return pad.mode() == Pad.Mode.CONSTANT ? constant(pad, x) : resample(Resampling.of(pad), x);
    }
    if (layer instanceof Resize resize) {
      return resample(Resampling.of(resize), x);
    }
    if (layer instanceof DepthToSpace depth) {
      return depthToSpace(depth, x);
    }
    if (layer instanceof SpaceToDepth space) {
      return spaceToDepth(space.block(), x);
    }
    throw new IllegalStateException("PyTorch cannot run " + layer);
  }

  private static PtNDArray constant(Pad pad, PtNDArray x) {
    long[] pads = {pad.left(), pad.right(), pad.top(), pad.bottom()};
    return JniUtils.pad(x, pads, pad.value());
  }

  private static PtNDArray depthToSpace(DepthToSpace layer, PtNDArray x) {
    Shape s = x.getShape();
    long block = layer.block();
    long channels = s.get(1) / (block * block);
    long rows = s.get(2);
    long columns = s.get(3);
    boolean first = layer.channelsFirst();
    try (NDArray dealt =
            first
                ? x.reshape(s.get(0), channels, block, block, rows, columns)
                : x.reshape(s.get(0), block, block, channels, rows, columns);
        NDArray moved =
            first ? dealt.transpose(0, 1, 4, 2, 5, 3) : dealt.transpose(0, 3, 4, 1, 5, 2)) {
      return (PtNDArray) moved.reshape(s.get(0), channels, rows * block, columns * block);
    }
  }

  private static PtNDArray spaceToDepth(int block, PtNDArray x) {
    Shape s = x.getShape();
    long rows = s.get(2) / block;
    long columns = s.get(3) / block;
    try (NDArray dealt = x.reshape(s.get(0), s.get(1), rows, block, columns, block);
        NDArray moved = dealt.transpose(0, 3, 5, 1, 2, 4)) {
      return (PtNDArray) moved.reshape(s.get(0), s.get(1) * block * block, rows, columns);
    }
  }

  private static PtNDArray resample(Resampling resampling, PtNDArray x) {
    int height = Math.toIntExact(x.getShape().get(2));
    int width = Math.toIntExact(x.getShape().get(3));
    try (PtNDArray rows = matrix(x, resampling.rows().apply(height), height);
        PtNDArray columns = matrix(x, resampling.columns().apply(width), width);
        PtNDArray across = JniUtils.transpose(columns, 0, 1);
        PtNDArray high = JniUtils.matmul(rows, x)) {
      PtNDArray result = JniUtils.matmul(high, across);
      result.attach(x.getManager());
      return result;
    }
  }

  private static PtNDArray matrix(PtNDArray x, double[] values, int columns) {
    NDManager manager = x.getManager();
    Shape shape = new Shape(values.length / columns, columns);
    try (PtNDArray wide = Values.create(manager, values, shape)) {
      return wide.toType(x.getDataType(), true);
    }
  }
}
