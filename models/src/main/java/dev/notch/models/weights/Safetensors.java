package dev.notch.models.weights;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notch.models.files.AtomicFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Weights in the <a href="https://huggingface.co/docs/safetensors">safetensors</a> format: the
 * length of the header (8 bytes, little endian), the header in JSON (type, shape and place of each
 * tensor, and {@code __metadata__}), then the numbers, little endian, without gaps. Reading one
 * cannot run code and needs no more memory than the file is long.
 */
public final class Safetensors {
  static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;

  private Safetensors() {}

  /** How numbers are stored; tensors are always single precision in memory. */
  public enum Precision {
    F32(4),
    F16(2);

    private final int bytes;

    Precision(int bytes) {
      this.bytes = bytes;
    }

    /** Length of one number. */
    int bytes() {
      return bytes;
    }
  }

  /**
   * What a file holds.
   *
   * @param metadata free text by key: where the weights come from
   */
  public record Content(Weights weights, SortedMap<String, String> metadata) {
    public Content {
      metadata = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws dev.notch.models.NotchException if the file cannot be written
   */
  public static void write(
      Path file, Weights weights, Precision precision, Map<String, String> metadata) {
    byte[] header = header(weights, precision, metadata);
    AtomicFile.write(
        file,
        out -> {
          out.write(little(Long.BYTES).putLong(header.length).array());
          out.write(header);
          for (Tensor tensor : weights.tensors().values()) {
            writeNumbers(out, tensor.data(), precision);
          }
        });
  }

  /**
   * Reads a file that may come from anywhere.
   *
   * @throws dev.notch.models.NotchException naming the file if it is damaged or no such file
   */
  public static Content read(Path file) {
    return new SafetensorsReader(file).read();
  }

  private static byte[] header(Weights weights, Precision precision, Map<String, String> metadata) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = root.putObject(METADATA);
      new TreeMap<>(metadata).forEach(texts::put);
    }
    long begin = 0;
    for (Map.Entry<String, Tensor> entry : weights.tensors().entrySet()) {
      ObjectNode place = root.putObject(entry.getKey());
      place.put("dtype", precision.name());
      Arrays.stream(entry.getValue().shape()).forEach(place.putArray("shape")::add);
      long end = begin + (long) entry.getValue().data().length * precision.bytes();
      place.putArray("data_offsets").add(begin).add(end);
      begin = end;
    }
    return padded(root.toString());
  }

  /** Spaces after the header keep the numbers aligned. */
  private static byte[] padded(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(bytes, (bytes.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
    Arrays.fill(padded, bytes.length, padded.length, (byte) ' ');
    return padded;
  }

  private static void writeNumbers(OutputStream out, float[] data, Precision precision)
      throws IOException {
    byte[] bytes = new byte[Math.multiplyExact(data.length, precision.bytes())];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (precision == Precision.F32) {
      buffer.asFloatBuffer().put(data);
    } else {
      for (float value : data) {
        buffer.putShort(HalfFloat.of(value));
      }
    }
    out.write(bytes);
  }

  static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
