package dev.notch.models.onnx.read;

import dev.notch.models.NotchException;

/**
 * How much may still be unpacked and computed for one file. A short file can ask for a great deal:
 * a tensor of any size by one operator, or one tensor unpacked a thousand times.
 */
final class Budget {
  /** Enough for what constant subgraphs of honest small files compute. */
  private static final long SPARE = 4L << 20;

  /** How often numbers may be gone through; honest files need a few times. */
  private static final long PASSES = 16;

  private final String file;
  private long left;
  private long work;

  /**
   * @param bytes of the file and of what lies beside it
   */
  Budget(String file, long bytes) {
    this.file = file;
    this.left = SPARE + bytes;
    this.work = PASSES * left;
  }

  /** Takes the bytes of a further file into account. */
  void grow(long bytes) {
    left += bytes;
    work += PASSES * bytes;
  }

  /**
   * Pays for as many numbers, before memory for them is asked for.
   *
   * @throws NotchException if there is no more
   */
  int spend(long numbers) {
    if (numbers < 0 || numbers > left || numbers > Integer.MAX_VALUE - 8) {
      throw excessive("memory");
    }
    left -= numbers;
    return (int) numbers;
  }

  /**
   * Pays for going through as many numbers that are there already. One tensor can be read by any
   * number of operators.
   *
   * @throws NotchException if they were gone through too often
   */
  void pass(long numbers) {
    if (numbers > work) {
      throw excessive("work");
    }
    work -= numbers;
  }

  private NotchException excessive(String what) {
    return new NotchException(
        file
            + " asks for far more "
            + what
            + " than a file of its size needs; simplify it (onnxsim) or export it again");
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
