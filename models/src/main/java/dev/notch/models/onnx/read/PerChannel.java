package dev.notch.models.onnx.read;

import java.util.Optional;

/**
 * A tensor and fixed numbers, one for each of its channels.
 *
 * @param tensor so arranged that its node's channels are what the numbers belong to
 */
record PerChannel(View tensor, float[] numbers) {

  /** Empty if the numbers, broadcast as in numpy, are not one for each channel of the tensor. */
  static Optional<PerChannel> of(Reading in, View tensor, Constant constant) {
    Optional<int[]> dims = perImage(constant.dims(), tensor.rank());
    if (dims.isEmpty()) {
      return Optional.empty();
    }
    int axis = onlyAxis(dims.get(), tensor);
    if (axis < 0) {
      return Optional.empty();
    }
    if (tensor.channelDim().filter(channel -> channel == axis).isPresent()) {
      return Optional.of(new PerChannel(tensor, constant.floats()));
    }
    return axis == 0 && tensor.axes().isEmpty()
        ? Optional.of(new PerChannel(in.net().settled(tensor), constant.floats()))
        : Optional.empty();
  }

  /** The only axis along which there is more than one number, if there is one for each index. */
  private static int onlyAxis(int[] dims, View tensor) {
    int found = -1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] > 1) {
        if (found >= 0 || dims[i] != tensor.dim(i)) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }

  /** The dimensions of fixed numbers without a batch, for a tensor of that rank. */
  static Optional<int[]> perImage(int[] dims, int rank) {
    int surplus = dims.length - rank;
    if (surplus > 1 || (surplus == 1 && dims[0] != 1)) {
      return Optional.empty();
    }
    int[] result = new int[rank];
    for (int i = 0; i < rank; i++) {
      int place = i + surplus;
      result[i] = place < 0 ? 1 : dims[place];
    }
    return Optional.of(result);
  }
}
