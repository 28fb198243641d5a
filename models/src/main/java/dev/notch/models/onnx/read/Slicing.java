package dev.notch.models.onnx.read;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** What the operator Slice cuts, in all its versions. */
final class Slicing {
  private Slicing() {}

  /**
   * One axis from {@code start} to {@code end} as the file says it: negative counts from behind.
   */
  record Cut(int axis, long start, long end, int step) {

    /** The first index, of so many. */
    int begin(int length) {
      return (int) bound(start, length, step < 0 ? length - 1 : length);
    }

    /** The number of indices. */
    int count(int length) {
      long last = step < 0 ? bound(end, length, length - 1) : bound(end, length, length);
      long span = step < 0 ? begin(length) - last : last - begin(length);
      return (int) Math.max(0, (span + Math.abs(step) - 1) / Math.abs(step));
    }

    /** Within the axis; where steps go backwards, one before its begin is an end, too. */
    private long bound(long place, int length, int most) {
      long counted = place < 0 ? place + length : place;
      return Math.max(step < 0 ? -1 : 0, Math.min(most, counted));
    }
  }

  /**
   * @param rank of the tensor, the batch counted
   */
  static List<Cut> cuts(Op op, Reading in, int rank) {
    long[] starts = in.integers(op, "starts", 1).orElse(new long[0]);
    long[] ends = in.integers(op, "ends", 2).orElse(new long[0]);
    long[] axes =
        in.integers(op, "axes", 3).orElseGet(() -> LongStream.range(0, starts.length).toArray());
    long[] steps =
        in.integers(op, "steps", 4)
            .orElseGet(() -> LongStream.generate(() -> 1).limit(starts.length).toArray());
    if (ends.length != starts.length
        || axes.length != starts.length
        || steps.length != starts.length
        || starts.length > rank) {
      throw new UnsupportedNodeException("its starts, ends, axes and steps do not fit together");
    }
    List<Cut> cuts = new ArrayList<>();
    for (int i = 0; i < starts.length; i++) {
      if (steps[i] == 0 || Math.abs(steps[i]) > 1 << 30) {
        throw new UnsupportedNodeException("a step of " + steps[i] + " is not supported");
      }
      cuts.add(new Cut(Grid.axis(axes[i], rank), starts[i], ends[i], (int) steps[i]));
    }
    return cuts;
  }
}
