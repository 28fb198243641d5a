package dev.notch.models.onnx.read;

/** A node that cannot be represented; the message says why, its {@link Problems} say which. */
final class UnsupportedNodeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnsupportedNodeException(String reason) {
    super(reason, null, false, false);
  }
}
