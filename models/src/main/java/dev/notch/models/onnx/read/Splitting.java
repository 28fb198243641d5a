package dev.notch.models.onnx.read;

import java.util.Arrays;
import java.util.Optional;

/** How the operator Split deals out an axis, in all its versions. */
final class Splitting {
  private Splitting() {}

  /** The length of each part of an axis of this length. */
  static int[] sizes(Op op, Reading in, int length) {
    int parts = op.outputs().size();
    Optional<long[]> given = in.integers(op, "split", 1);
    if (given.isPresent()) {
      return verified(given.get(), parts, length);
    }
    int part = (length + parts - 1) / parts;
    long[] sizes = new long[parts];
    Arrays.fill(sizes, part);
    sizes[parts - 1] = length - (long) part * (parts - 1);
    return verified(sizes, parts, length);
  }

  private static int[] verified(long[] sizes, int parts, int length) {
    long sum = 0;
    for (long size : sizes) {
      if (size < 1 || size > length) {
        throw new UnsupportedNodeException("a part cannot be " + size + " of " + length + " long");
      }
      sum += size;
    }
    if (sizes.length != parts || sum != length) {
      throw new UnsupportedNodeException(
          "its parts " + Arrays.toString(sizes) + " do not make " + length);
    }
    return Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
  }
}
