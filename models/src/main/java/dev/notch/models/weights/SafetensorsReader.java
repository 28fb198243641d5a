package dev.notch.models.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.notch.models.NotchException;
import dev.notch.models.weights.Safetensors.Content;
import dev.notch.models.weights.Safetensors.Precision;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads one safetensors file and believes nothing that it says: every number is checked against the
 * length of the file before memory is asked for.
 */
final class SafetensorsReader {
  /** The reference implementation's bound is larger; ten thousand tensors need 1 MB. */
  private static final int LONGEST_HEADER = 16 << 20;

  private static final int MOST_DIMENSIONS = 8;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;

  private record Place(String name, Precision precision, int[] shape, long begin, long end) {}

  SafetensorsReader(Path file) {
    this.file = file;
  }

  Content read() {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      JsonNode header = readHeader(channel);
      List<Place> places = places(header);
      verifyCover(places, channel.size() - channel.position());
      return new Content(readTensors(channel, places), metadata(header));
    } catch (NoSuchFileException e) {
      throw new NotchException("there is no weights file " + file, e);
    } catch (EOFException e) {
      throw damaged("it ends too early");
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private JsonNode readHeader(SeekableByteChannel channel) throws IOException {
    long length = read(channel, Long.BYTES).getLong();
    if (length < 2 || length > LONGEST_HEADER || length > channel.size() - Long.BYTES) {
      throw damaged("its header cannot be " + Long.toUnsignedString(length) + " bytes long");
    }
    String text = StandardCharsets.UTF_8.decode(read(channel, (int) length)).toString();
    try {
      JsonNode header = JSON.readTree(text);
      if (!header.isObject()) {
        throw damaged("its header is no JSON object");
      }
      return header;
    } catch (JsonProcessingException e) {
      throw damaged("its header is no valid JSON (" + e.getOriginalMessage() + ")");
    }
  }

  private List<Place> places(JsonNode header) {
    List<Place> places = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : header.properties()) {
      if (!entry.getKey().equals(Safetensors.METADATA)) {
        places.add(place(entry.getKey(), entry.getValue()));
      }
    }
    return places;
  }

  private Place place(String name, JsonNode node) {
    Precision precision = precision(name, node.path("dtype").asText());
    int[] shape = shape(name, node.path("shape"));
    JsonNode offsets = node.path("data_offsets");
    if (offsets.size() != 2 || !wholeNumber(offsets.get(0)) || !wholeNumber(offsets.get(1))) {
      throw damaged("the tensor " + name + " needs two data_offsets, has " + offsets);
    }
    Place place =
        new Place(name, precision, shape, offsets.get(0).longValue(), offsets.get(1).longValue());
    verifyLength(place);
    return place;
  }

  private Precision precision(String name, String type) {
    for (Precision precision : Precision.values()) {
      if (precision.name().equals(type)) {
        return precision;
      }
    }
    throw damaged("the tensor " + name + " has the type '" + type + "'; use F32 or F16");
  }

  private int[] shape(String name, JsonNode node) {
    if (!node.isArray() || node.size() > MOST_DIMENSIONS) {
      throw damaged("the tensor " + name + " has no usable shape: " + node);
    }
    int[] shape = new int[node.size()];
    for (int i = 0; i < shape.length; i++) {
      if (!node.get(i).isInt() || node.get(i).intValue() < 0) {
        throw damaged("the tensor " + name + " has the shape " + node);
      }
      shape[i] = node.get(i).intValue();
    }
    return shape;
  }

  private static boolean wholeNumber(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
  }

  private void verifyLength(Place place) {
    int size;
    try {
      size = Math.multiplyExact(Tensor.size(place.shape()), place.precision().bytes());
    } catch (ArithmeticException e) {
      throw damaged("the tensor " + place.name() + " is larger than 2 GB");
    }
    // Both offsets are non-negative, so their difference cannot overflow.
    if (place.end() - place.begin() != size) {
      throw damaged(
          "the tensor "
              + place.name()
              + " needs "
              + size
              + " bytes, its data_offsets say "
              + (place.end() - place.begin()));
    }
  }

  /** The tensors must follow one another without overlap or gap up to the end of the file. */
  private void verifyCover(List<Place> places, long bytes) {
    long next = 0;
    for (Place place : inOrder(places)) {
      if (place.begin() != next) {
        throw damaged(
            "the tensor " + place.name() + " starts at " + place.begin() + ", not at " + next);
      }
      next = place.end();
    }
    if (next != bytes) {
      throw damaged("its tensors need " + next + " bytes, it has " + bytes);
    }
  }

  private static List<Place> inOrder(List<Place> places) {
    return places.stream()
        .sorted(Comparator.comparingLong(Place::begin).thenComparingLong(Place::end))
        .toList();
  }

  private Weights readTensors(SeekableByteChannel channel, List<Place> places) throws IOException {
    Map<String, Tensor> read = new LinkedHashMap<>();
    for (Place place : inOrder(places)) {
      ByteBuffer bytes = read(channel, (int) (place.end() - place.begin()));
      read.put(place.name(), new Tensor(place.shape(), numbers(bytes, place.precision())));
    }
    return new Weights(read);
  }

  private static float[] numbers(ByteBuffer bytes, Precision precision) {
    float[] data = new float[bytes.remaining() / precision.bytes()];
    if (precision == Precision.F32) {
      bytes.asFloatBuffer().get(data);
      return data;
    }
    for (int i = 0; i < data.length; i++) {
      data[i] = HalfFloat.toFloat(bytes.getShort());
    }
    return data;
  }

  private SortedMap<String, String> metadata(JsonNode header) {
    SortedMap<String, String> metadata = new TreeMap<>();
    JsonNode texts = header.path(Safetensors.METADATA);
    if (!texts.isMissingNode() && !texts.isObject()) {
      throw damaged("its " + Safetensors.METADATA + " is no JSON object");
    }
    for (Map.Entry<String, JsonNode> entry : texts.properties()) {
      if (!entry.getValue().isTextual()) {
        throw damaged("its metadata " + entry.getKey() + " is no text");
      }
      metadata.put(entry.getKey(), entry.getValue().textValue());
    }
    return metadata;
  }

  private static ByteBuffer read(SeekableByteChannel channel, int bytes) throws IOException {
    ByteBuffer buffer = Safetensors.little(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }

  private NotchException damaged(String what) {
    return new NotchException(file + " is no usable safetensors file: " + what);
  }
}
