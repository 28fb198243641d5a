package dev.notch.models.onnx.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Walks through an encoded message without keeping anything and counts what it holds: an empty
 * message of two bytes becomes an object of a hundred, so a file is counted before it is parsed.
 */
final class MessageScan {
  private static final int DEEPEST = 64;
  private static final long MOST = 1_000_000;

  private long left = MOST;

  /** Thrown when there are too many messages, or too deep ones. */
  static final class TooMuchException extends IOException {
    private static final long serialVersionUID = 1L;

    TooMuchException(String message) {
      super(message);
    }
  }

  /**
   * @throws IOException if the bytes are no message, or hold too much
   */
  static void check(ByteBuffer bytes, Descriptor type) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes.duplicate());
    in.setSizeLimit(Integer.MAX_VALUE);
    new MessageScan().walk(in, type, 0);
  }

  private void walk(CodedInputStream in, Descriptor type, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new TooMuchException("it is nested more than " + DEEPEST + " deep");
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (--left < 0) {
        throw new TooMuchException("it has more than " + MOST + " parts");
      }
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean message =
          field != null
              && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
              && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
      if (message) {
        int outer = in.pushLimit(in.readRawVarint32());
        walk(in, field.getMessageType(), depth + 1);
        in.popLimit(outer);
      } else if (!in.skipField(tag)) {
        throw new IOException("a group ends that did not begin");
      }
    }
  }
}
