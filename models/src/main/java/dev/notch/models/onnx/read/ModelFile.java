package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a model as protobuf messages. Large tensors stay where they are: they are views of
 * the mapped file.
 */
final class ModelFile {
  private static final int DEEPEST = 64;

  private ModelFile() {}

  /**
   * Maps the file into memory.
   *
   * @throws NotchException if it is not there, no file, empty, or of 2 GB or more
   */
  static ByteBuffer map(Path file) {
    if (Files.isDirectory(file)) {
      throw new NotchException(file + " is a folder; name the .onnx file in it");
    }
    if (!Files.exists(file)) {
      throw new NotchException("there is no file " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new NotchException(file + " is no ordinary file");
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size == 0) {
        throw new NotchException(file + " is empty; export it again");
      }
      if (size > Integer.MAX_VALUE) {
        throw new NotchException(
            file + " is larger than 2 GB; save its weights as external data beside it");
      }
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, size);
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * @throws NotchException if the bytes are no ONNX model
   */
  static ModelProto parse(ByteBuffer bytes, Path file) {
    try {
      MessageScan.check(bytes, ModelProto.getDescriptor());
      CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      in.enableAliasing(true);
      in.setRecursionLimit(DEEPEST);
      in.setSizeLimit(Integer.MAX_VALUE);
      ModelProto model = ModelProto.parseFrom(in);
      in.checkLastTagWas(0);
      return model;
    } catch (IOException e) {
      throw new NotchException(
          OtherFormat.of(bytes)
              .map(other -> file + " is no ONNX file but " + other.advice())
              .orElseGet(
                  () ->
                      file
                          + " is no ONNX file, or a damaged one ("
                          + Text.shown(e.getMessage())
                          + "); export it again"),
          e);
    }
  }
}
