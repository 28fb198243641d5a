package dev.notch.models.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.List;

/**
 * The forms in which values are handed from layer to layer. The first axis is the batch; behind it
 * the channels, or channels, height and width, or the dimensions that a {@link
 * dev.notch.models.graph.FreeLayer} gives them.
 */
final class Views {
  private static final int MAP = 4;
  private static final int VECTOR = 2;

  private Views() {}

  static boolean isMap(PtNDArray x) {
    return x.getShape().dimension() == MAP;
  }

  /** As {@code (batch, channels, height, width)}. */
  static PtNDArray map(PtNDArray x) {
    Shape s = x.getShape();
    int rank = s.dimension();
    return rank == MAP
        ? x
        : JniUtils.reshape(
            x,
            new long[] {
              s.get(0),
              rank > 1 ? s.get(1) : 1,
              rank > 2 ? s.get(2) : 1,
              rank > MAP ? s.slice(MAP - 1).size() : 1
            });
  }

  /** As {@code (batch, channels)} or {@code (batch, channels, height, width)}. */
  static PtNDArray channels(PtNDArray x) {
    return x.getShape().dimension() == VECTOR ? x : map(x);
  }

  /** As {@code (batch, values)}, channel-major. */
  static PtNDArray vector(PtNDArray x) {
    return x.getShape().dimension() == VECTOR ? x : flatten(x);
  }

  /** Always a value of its own, so that freeing the input does not free the result. */
  static PtNDArray flatten(PtNDArray x) {
    Shape s = x.getShape();
    return JniUtils.reshape(x, new long[] {s.get(0), s.size() / s.get(0)});
  }

  /** As {@code (batch, dims)}; a value of its own. */
  static PtNDArray of(PtNDArray x, List<Integer> dims) {
    return aligned(x, dims, dims.size());
  }

  /** As {@code (batch, 1, ..., 1, dims)}, {@code rank} axes behind the batch. */
  static PtNDArray aligned(PtNDArray x, List<Integer> dims, int rank) {
    long[] shape = new long[rank + 1];
    shape[0] = x.getShape().get(0);
    int ones = rank - dims.size();
    for (int i = 0; i < rank; i++) {
      shape[i + 1] = i < ones ? 1 : dims.get(i - ones);
    }
    return JniUtils.reshape(x, shape);
  }

  /** A parameter of one value a channel, so that it spreads over {@code x}. */
  static PtNDArray perChannel(PtNDArray parameter, PtNDArray x) {
    long[] shape = new long[x.getShape().dimension()];
    Arrays.fill(shape, 1);
    shape[1] = parameter.size();
    PtNDArray view = JniUtils.reshape(parameter, shape);
    view.attach(x.getManager());
    return view;
  }
}
