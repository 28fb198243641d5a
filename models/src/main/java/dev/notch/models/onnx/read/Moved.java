package dev.notch.models.onnx.read;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A tensor whose first axis is not the batch alone: attention is often spelled out with the batch
 * behind the tokens, or with one axis for batch and heads together. One of its axes is the batch
 * between {@code outer} places before it and the rest behind it; what is left without the batch is
 * a tensor of the same rank for each image.
 *
 * @param view the tensor of one image; where the batch was, its axis is as much shorter
 * @param axis which axis the batch is in
 * @param outer how many of that axis' places are before the batch: 1 if the batch comes first
 */
record Moved(View view, int axis, int outer) implements Value {

  /** A tensor whose first axis is the batch. */
  static Moved of(View view) {
    int[] dims = new int[view.rank() + 1];
    dims[0] = 1;
    System.arraycopy(view.dims(), 0, dims, 1, view.rank());
    return new Moved(view.reshape(dims, view.label()).orElseThrow(), 0, 1);
  }

  int rank() {
    return view.rank();
  }

  /** Dimensions as the file has them. */
  long[] dims() {
    long[] dims = Grid.longs(view.dims());
    dims[axis] *= Batch.SIZE;
    return dims;
  }

  /** The same, as an ordinary tensor if its first axis is the batch and nothing else. */
  Value simple() {
    if (axis > 0 || view.dim(0) > 1) {
      return this;
    }
    int[] rest = Arrays.copyOfRange(view.dims(), 1, view.rank());
    return view.reshape(rest, view.label()).orElseThrow();
  }

  /** With its axes in another order: axis i is axis {@code order[i]} of this one. */
  Moved permute(int[] order, String by) {
    int moved =
        IntStream.range(0, order.length).filter(i -> order[i] == axis).findFirst().orElse(0);
    return new Moved(view.permute(order, by), moved, outer);
  }

  /**
   * With other dimensions, one of them a multiple of the batch, as many values in all.
   *
   * @throws UnsupportedNodeException if the batch would be torn apart
   */
  Moved reshape(Reading in, long[] target, String by) {
    int place = place(target);
    long[] own = target.clone();
    own[place] /= Batch.SIZE;
    if (Batch.isIn(own) || Budget.size(own) != view.shape().size()) {
      throw FoldedShapes.cannotReshape(dims(), target);
    }
    long before = Budget.size(Arrays.copyOf(own, place));
    long within = before(view, axis, outer) / before;
    if (within * before != before(view, axis, outer) || own[place] % within != 0) {
      throw FoldedShapes.cannotReshape(dims(), target);
    }
    View reshaped = ArrangingOperators.reshaped(in, view, FoldedShapes.dims(own), by);
    return new Moved(reshaped, place, (int) within);
  }

  private int place(long[] target) {
    int[] places = IntStream.range(0, target.length).filter(i -> Batch.isIn(target[i])).toArray();
    if (places.length != 1) {
      throw FoldedShapes.cannotReshape(dims(), target);
    }
    return places[0];
  }

  /** How many values of an image come before the batch is counted on. */
  private static long before(View view, int axis, int outer) {
    long before = outer;
    for (int i = 0; i < axis; i++) {
      before *= view.dim(i);
    }
    return before;
  }

  /**
   * Dimensions of a file for so many images in which the batch is a plain number, with the batch
   * put where it was: at an axis of its own, or with what comes before it if these are rows.
   *
   * @param images in a batch, 1 unless the file says otherwise
   */
  long[] withBatch(long[] target, long images) {
    long before = before(view, axis, outer);
    long[] result = target.clone();
    long size = 1;
    for (int i = 0; i < target.length; i++) {
      boolean here = target.length == 2 || size == before || size * target[i] > before;
      if (here && target[i] % images == 0) {
        result[i] = target[i] / images * Batch.SIZE;
        return result;
      }
      size = Math.multiplyExact(size, target[i]);
    }
    throw FoldedShapes.cannotReshape(dims(), target);
  }

  /** Without axes that are 1 long, or with such ones put in. */
  Moved withDims(Reading in, int[] dims, int place, String by) {
    return new Moved(ArrangingOperators.reshaped(in, view, dims, by), place, outer);
  }
}
