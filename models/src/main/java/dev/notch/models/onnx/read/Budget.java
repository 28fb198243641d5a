package dev.notch.models.onnx.read;

import dev.notch.models.NotchException;

/**
 * How much may still be unpacked and computed for one file. A short file can ask for a great deal:
 * a tensor of any size by one operator, or one tensor unpacked a thousand times.
 */
final class Budget {
  /** Enough for what constant subgraphs of honest small files compute. */
  private static final long SPARE = 16L << 20;

  private final String file;
  private long left;

  /**
   * @param bytes of the file and of what lies beside it
   */
  Budget(String file, long bytes) {
    this.file = file;
    this.left = SPARE + bytes;
  }

  /** Takes the bytes of a further file into account. */
  void grow(long bytes) {
    left += bytes;
  }

  /**
   * Pays for as many numbers, before memory for them is asked for.
   *
   * @throws NotchException if there is no more
   */
  int spend(long numbers) {
    if (numbers < 0 || numbers > left || numbers > Integer.MAX_VALUE - 8) {
      throw new NotchException(
          file
              + " asks for far more memory than a file of its size needs; simplify it"
              + " (onnxsim) or export it again");
    }
    left -= numbers;
    return (int) numbers;
  }

  /** The number of values of these dimensions, paid for. */
  int spend(long... dims) {
    return spend(size(dims));
  }

  /** The number of values, or -1 if there are too many to count. */
  static long size(long... dims) {
    long size = 1;
    for (long dim : dims) {
      if (dim < 0) {
        return -1;
      }
      if (dim == 0) {
        return 0;
      }
    }
    for (long dim : dims) {
      if (size > Long.MAX_VALUE / dim) {
        return -1;
      }
      size *= dim;
    }
    return size;
  }
}
