package dev.notch.models.torchscript;

/** A layer that PyTorch's functions do not compute; the message says what of it. */
final class UnwritableLayerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnwritableLayerException(String message) {
    super(message);
  }
}
