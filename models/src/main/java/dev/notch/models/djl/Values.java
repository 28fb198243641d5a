package dev.notch.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import dev.notch.models.weights.Tensor;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Moves numbers between Java arrays and native memory. */
public final class Values {

  private Values() {}

  /** A native copy of a tensor in the wanted precision. */
  public static PtNDArray create(NDManager manager, Tensor tensor, DataType type) {
    Shape shape = new Shape(Arrays.stream(tensor.shape()).asLongStream().toArray());
    return create(manager, tensor.data(), shape, type);
  }

  static PtNDArray create(NDManager manager, float[] data, Shape shape, DataType type) {
    if (type == DataType.FLOAT64) {
      double[] wide = IntStream.range(0, data.length).mapToDouble(i -> data[i]).toArray();
      return create(manager, wide, shape);
    }
    if (type != DataType.FLOAT32) {
      throw new IllegalArgumentException("networks run in FLOAT32 or FLOAT64, not in " + type);
    }
    return (PtNDArray) manager.create(FloatBuffer.wrap(data), shape, DataType.FLOAT32);
  }

  static PtNDArray create(NDManager manager, double[] data, Shape shape) {
    return (PtNDArray) manager.create(DoubleBuffer.wrap(data), shape, DataType.FLOAT64);
  }

  /** A copy of the values in row-major order, whatever order they have in native memory. */
  public static float[] floats(NDArray array) {
    if (array.getDataType() == DataType.FLOAT32) {
      return array.toFloatArray();
    }
    double[] wide = array.toDoubleArray();
    float[] narrow = new float[wide.length];
    IntStream.range(0, wide.length).forEach(i -> narrow[i] = (float) wide[i]);
    return narrow;
  }
}
