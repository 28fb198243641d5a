package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Weights in files beside the model. Only ordinary files in the model's folder or below it are
 * opened, whatever path or link the model names.
 */
final class ExternalData {
  private static final int MOST_FILES = 10_000;
  private static final int LARGEST_COPY = 1 << 20;

  private final Path model;
  private final Budget budget;
  private final Map<Path, Long> sizes = new HashMap<>();

  ExternalData(Path model, Budget budget) {
    this.model = model;
    this.budget = budget;
  }

  /**
   * The bytes of a tensor, little-endian.
   *
   * @param length how many it needs
   * @throws NotchException if they are not where the model says
   */
  ByteBuffer bytes(TensorProto tensor, long length) {
    Map<String, String> entries = new HashMap<>();
    for (StringStringEntryProto entry : tensor.getExternalDataList()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    String tensorName = Text.shown(tensor.getName());
    Path file = locate(tensorName, entries.getOrDefault("location", ""));
    long offset = number(tensorName, entries.getOrDefault("offset", "0"));
    long stated = number(tensorName, entries.getOrDefault("length", Long.toString(length)));
    if (stated != length) {
      throw damaged(tensorName, "should have " + length + " bytes of data, has " + stated);
    }
    return map(tensorName, file, offset, length);
  }

  private Path locate(String tensor, String location) {
    Path folder = model.toAbsolutePath().normalize().getParent();
    try {
      Path file = folder.resolve(location).normalize();
      if (location.isEmpty() || Path.of(location).isAbsolute() || !file.startsWith(folder)) {
        throw damaged(
            tensor, "is said to be in '" + Text.shown(location) + "', outside of its folder");
      }
      if (!Files.isRegularFile(file)) {
        throw new NotchException(
            model
                + " needs the file "
                + Text.shown(location)
                + " beside it, which is not there: it holds the weights; copy it there");
      }
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw damaged(tensor, "is in '" + Text.shown(location) + "', a link out of its folder");
      }
      return file;
    } catch (InvalidPathException | IOException e) {
      throw new NotchException(
          model + " names a file of weights that cannot be used: '" + Text.shown(location) + "'",
          e);
    }
  }

  private ByteBuffer map(String tensor, Path file, long offset, long length) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      note(file, size);
      if (offset > size || length > size - offset) {
        throw damaged(
            tensor,
            "should be at bytes "
                + offset
                + " to "
                + (offset + length)
                + " of "
                + file.getFileName()
                + ", which has "
                + size);
      }
      return bytes(channel, offset, length).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Small pieces are copied: an operating system maps no more than some ten thousand. */
  private static ByteBuffer bytes(FileChannel channel, long offset, long length)
      throws IOException {
    if (length > LARGEST_COPY) {
      return channel.map(FileChannel.MapMode.READ_ONLY, offset, length);
    }
    ByteBuffer copy = ByteBuffer.allocate((int) length);
    int count = 0;
    while (copy.hasRemaining() && count >= 0) {
      count = channel.read(copy, offset + copy.position());
    }
    if (copy.hasRemaining()) {
      throw new IOException("it has become shorter");
    }
    return copy.flip();
  }

  private void note(Path file, long size) {
    if (sizes.putIfAbsent(file, size) == null) {
      if (sizes.size() > MOST_FILES) {
        throw new NotchException(model + " has its weights in more than " + MOST_FILES + " files");
      }
      budget.grow(size);
    }
  }

  private long number(String tensor, String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw damaged(tensor, "has the offset or length '" + Text.shown(text) + "'");
    }
    return Long.parseLong(text);
  }

  private NotchException damaged(String tensor, String what) {
    return new NotchException(model + " is damaged: the weight " + tensor + " " + what);
  }
}
