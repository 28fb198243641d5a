package dev.notch.models.onnx.read;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Files that are taken for ONNX by mistake, told by their first bytes. */
enum OtherFormat {
  TORCH("PK\u0003\u0004", 0, "a ZIP archive, perhaps PyTorch's: write ONNX with torch.onnx.export"),
  TORCH_LEGACY(
      "\u0080\u0002", 0, "a Python pickle, perhaps PyTorch's: write ONNX with torch.onnx.export"),
  TF_LITE("TFL3", 4, "a TensorFlow Lite model: convert it with tf2onnx"),
  KERAS("\u0089HDF", 0, "an HDF5 file, perhaps Keras': convert it with tf2onnx"),
  PNG("\u0089PNG", 0, "a PNG image: name the network's file"),
  JPEG("\u00ff\u00d8\u00ff", 0, "a JPEG image: name the network's file"),
  GZIP("\u001f\u008b", 0, "compressed: unpack it with gunzip"),
  LFS("version https://git-lfs", 0, "a pointer of Git LFS: fetch it with git lfs pull");

  private final String magic;
  private final int at;
  private final String advice;

  OtherFormat(String magic, int at, String advice) {
    this.magic = magic;
    this.at = at;
    this.advice = advice;
  }

  /** What these bytes begin, if it is one of these. */
  static Optional<OtherFormat> of(ByteBuffer bytes) {
    return Arrays.stream(values()).filter(format -> format.matches(bytes)).findFirst();
  }

  /** What it is, and what to do. */
  String advice() {
    return advice;
  }

  private boolean matches(ByteBuffer bytes) {
    byte[] wanted = magic.getBytes(StandardCharsets.ISO_8859_1);
    return bytes.limit() >= at + wanted.length
        && bytes.slice(at, wanted.length).equals(ByteBuffer.wrap(wanted));
  }
}
