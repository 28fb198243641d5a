package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.notch.models.NotchException;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Tensors in a file as constants; every size is checked against the data before it is believed. */
final class StoredTensors {
  private static final int MOST_DIMENSIONS = 8;

  private final Path model;
  private final Budget budget;
  private final ExternalData external;

  StoredTensors(Path model, Budget budget) {
    this.model = model;
    this.budget = budget;
    this.external = new ExternalData(model, budget);
  }

  /**
   * @throws NotchException if the tensor contradicts itself
   * @throws UnsupportedNodeException if its type is none that networks are computed with
   */
  Constant constant(TensorProto tensor) {
    String name = Text.shown(tensor.getName());
    if (tensor.hasSegment()) {
      throw damaged(name, "is stored in segments");
    }
    int[] dims = dims(name, tensor);
    ElementType type = ElementType.of(tensor.getDataType());
    int count = count(name, dims);
    verify(name, tensor, type, count);
    return Constant.stored(dims, type.whole(), () -> unpack(tensor, type, count));
  }

  private int[] dims(String name, TensorProto tensor) {
    if (tensor.getDimsCount() > MOST_DIMENSIONS) {
      throw damaged(name, "has " + tensor.getDimsCount() + " dimensions");
    }
    int[] dims = new int[tensor.getDimsCount()];
    for (int i = 0; i < dims.length; i++) {
      long dim = tensor.getDims(i);
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw damaged(name, "has a dimension of " + dim);
      }
      dims[i] = (int) dim;
    }
    return dims;
  }

  private int count(String name, int[] dims) {
    long[] sizes = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      sizes[i] = dims[i];
    }
    long count = Budget.size(sizes);
    if (count < 0 || count > Integer.MAX_VALUE - 8) {
      throw damaged(name, "has more numbers than fit in memory");
    }
    return (int) count;
  }

  private void verify(String name, TensorProto tensor, ElementType type, int count) {
    if (isExternal(tensor)) {
      return;
    }
    long has = tensor.hasRawData() ? tensor.getRawData().size() : (long) type.listed(tensor);
    long needs = tensor.hasRawData() ? (long) count * type.bytes() : count;
    if (has != needs) {
      String unit = tensor.hasRawData() ? " bytes" : " numbers";
      throw damaged(name, "needs " + needs + unit + ", has " + has);
    }
  }

  private static boolean isExternal(TensorProto tensor) {
    return tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL;
  }

  private Object unpack(TensorProto tensor, ElementType type, int count) {
    if (isExternal(tensor)) {
      var bytes = external.bytes(tensor, (long) count * type.bytes());
      budget.spend((long) count);
      return type.unpack(bytes, count);
    }
    budget.spend((long) count);
    return tensor.hasRawData()
        ? type.unpack(
            tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN), count)
        : type.unpackList(tensor);
  }

  private NotchException damaged(String tensor, String what) {
    return new NotchException(model + " is damaged: the weight " + tensor + " " + what);
  }
}
