package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import dev.notch.models.weights.HalfFloat;
import java.nio.ByteBuffer;

/** Types of numbers: how they lie in bytes and in the typed lists of a tensor. */
enum ElementType {
  FLOAT(4, false),
  FLOAT16(2, false),
  BFLOAT16(2, false),
  DOUBLE(8, false),
  INT64(8, true),
  INT32(4, true),
  INT16(2, true),
  INT8(1, true),
  UINT8(1, true),
  UINT16(2, true),
  BOOL(1, true);

  private final int bytes;
  private final boolean whole;

  ElementType(int bytes, boolean whole) {
    this.bytes = bytes;
    this.whole = whole;
  }

  int bytes() {
    return bytes;
  }

  boolean whole() {
    return whole;
  }

  /** Whether numbers of this type have two bytes and a fraction. */
  boolean half() {
    return this == FLOAT16 || this == BFLOAT16;
  }

  /**
   * @throws UnsupportedNodeException if there is no such type here
   */
  static ElementType of(long number) {
    DataType type = number == (int) number ? DataType.forNumber((int) number) : null;
    for (ElementType known : values()) {
      if (type != null && known.name().equals(type.name())) {
        return known;
      }
    }
    throw new UnsupportedNodeException(
        "the type " + (type == null ? Long.toString(number) : type.name()) + " is not supported");
  }

  /** Numbers from little-endian bytes: a float[] or a long[]. */
  Object unpack(ByteBuffer in, int count) {
    if (this == FLOAT) {
      float[] values = new float[count];
      in.asFloatBuffer().get(values);
      return values;
    }
    if (this == INT64) {
      long[] values = new long[count];
      in.asLongBuffer().get(values);
      return values;
    }
    return whole ? unpackWhole(in, count) : unpackFloats(in, count);
  }

  private float[] unpackFloats(ByteBuffer in, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = this == DOUBLE ? (float) in.getDouble() : half(in.getShort());
    }
    return values;
  }

  private long[] unpackWhole(ByteBuffer in, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (this) {
            case INT32 -> in.getInt();
            case INT16 -> in.getShort();
            case UINT16 -> in.getShort() & 0xffff;
            case UINT8 -> in.get() & 0xff;
            default -> in.get();
          };
    }
    return values;
  }

  /** How many numbers the tensor holds in the list for this type. */
  int listed(TensorProto tensor) {
    return switch (this) {
      case FLOAT -> tensor.getFloatDataCount();
      case DOUBLE -> tensor.getDoubleDataCount();
      case INT64 -> tensor.getInt64DataCount();
      default -> tensor.getInt32DataCount();
    };
  }

  /** The numbers in that list: a float[] or a long[]. */
  Object unpackList(TensorProto tensor) {
    int count = listed(tensor);
    if (whole) {
      long[] values = new long[count];
      for (int i = 0; i < count; i++) {
        values[i] = this == INT64 ? tensor.getInt64Data(i) : tensor.getInt32Data(i);
      }
      return values;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] =
          switch (this) {
            case FLOAT -> tensor.getFloatData(i);
            case DOUBLE -> (float) tensor.getDoubleData(i);
            default -> half((short) tensor.getInt32Data(i));
          };
    }
    return values;
  }

  private float half(short bits) {
    return this == FLOAT16 ? HalfFloat.toFloat(bits) : Float.intBitsToFloat(bits << 16);
  }
}
