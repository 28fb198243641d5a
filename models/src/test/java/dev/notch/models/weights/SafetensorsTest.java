package dev.notch.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.weights.Safetensors.Content;
import dev.notch.models.weights.Safetensors.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  @TempDir Path folder;

  private static Weights weights(SplittableRandom random) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int t = 0; t < 5; t++) {
      int[] shape = random.ints(random.nextInt(4), 0, 5).toArray();
      float[] data = new float[Tensor.size(shape)];
      for (int i = 0; i < data.length; i++) {
        data[i] = Float.intBitsToFloat(random.nextInt());
      }
      tensors.put("layer " + t + " \"ß\" \\.weight", new Tensor(shape, data));
    }
    return new Weights(tensors);
  }

  @Test
  void readsWhatItWroteBitByBit() {
    for (long seed = 0; seed < 50; seed++) {
      Weights weights = weights(new SplittableRandom(seed));
      Path file = folder.resolve("w" + seed);
      Map<String, String> metadata = Map.of("tool", "nötch\n", "seed", Long.toString(seed));
      Safetensors.write(file, weights, Precision.F32, metadata);
      Content content = Safetensors.read(file);
      assertThat(content.weights()).as("seed %d", seed).isEqualTo(weights);
      assertThat(content.weights().tensors().keySet())
          .containsExactlyElementsOf(weights.tensors().keySet());
      assertThat(content.metadata()).isEqualTo(metadata);
    }
  }

  @Test
  void halfPrecisionTakesHalfTheRoomAndRounds() throws IOException {
    float[] data = new float[1000];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    Weights weights = new Weights(Map.of("a", new Tensor(new int[] {10, 100}, data)));
    Path file = folder.resolve("half");
    Safetensors.write(file, weights, Precision.F16, Map.of());
    assertThat(Files.size(file)).isBetween(2000L, 2200L);
    float[] read = Safetensors.read(file).weights().get("a").data();
    for (int i = 0; i < data.length; i++) {
      assertThat(Math.abs(read[i] - data[i])).isLessThanOrEqualTo(Math.abs(data[i]) / 2048 + 3e-8f);
    }
  }

  private Path file(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return raw(json.length, json, dataBytes);
  }

  private Path raw(long length, byte[] json, int dataBytes) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(length).put(json);
    return Files.write(folder.resolve("hostile"), bytes.array());
  }

  @Test
  void readsAFileMadeByHand() throws IOException {
    String header =
        "{\"b\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[8,10]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
    ByteBuffer bytes = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    bytes.putFloat(1.5f).putFloat(-2).putShort((short) 0x3c00);
    byte[] whole = java.util.Arrays.copyOf(bytes.array(), bytes.position());
    Weights read = Safetensors.read(Files.write(folder.resolve("hand"), whole)).weights();
    assertThat(read.get("a").data()).containsExactly(1.5f, -2);
    assertThat(read.get("b").data()).containsExactly(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                                                    | 0 | no JSON object",
        "{`a`                                                                  | 0 | no valid JSON",
        "{}{}                                                                  | 0 | no valid JSON",
        "{}                                                                    | 4 | need 0 bytes",
        "{`a`:1}                                                               | 0 | type ''",
        "{`a`:{`dtype`:`F64`,`shape`:[1],`data_offsets`:[0,8]}}                | 8 | type 'F64'",
        "{`a`:{`dtype`:`F32`,`shape`:[-1],`data_offsets`:[0,4]}}               | 4 | shape",
        "{`a`:{`dtype`:`F32`,`shape`:[1.5],`data_offsets`:[0,4]}}              | 4 | shape",
        "{`a`:{`dtype`:`F32`,`shape`:[65536,65536],`data_offsets`:[0,0]}}      | 0 | larger than",
        "{`a`:{`dtype`:`F32`,`shape`:[2147483647],`data_offsets`:[0,4]}}       | 4 | larger than",
        "{`a`:{`dtype`:`F32`,`shape`:[1,1,1,1,1,1,1,1,1],`data_offsets`:[0,4]}}| 4 | usable shape",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0]}}                  | 4 | two data_offsets",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[-4,0]}}               | 4 | two data_offsets",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,18446744073709551620]}}|4| two data_offsets",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[4,0]}}                | 4 | say -4",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,4]}}                | 4 | needs 8 bytes",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[4,8]}}                | 8 | starts at 4",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]}}                | 4 | need 8 bytes",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,4]},`b`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,4]}}|8|starts at 0",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,4]},`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,4]}}|4|Duplicate",
        "{`__metadata__`:[]}                                                   | 0 | no JSON object",
        "{`__metadata__`:{`a`:1}}                                              | 0 | no text",
      })
  void hostileHeadersAreRefused(String header, int dataBytes, String message) throws IOException {
    Path file = file(header.replace('`', '"'), dataBytes);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @Test
  void hostileLengthsAskForNoMemory() throws IOException {
    for (long length : new long[] {0, 1, 1000, 1L << 40, -1, Long.MIN_VALUE, 17 << 20}) {
      Path file = raw(length, "{}".getBytes(StandardCharsets.US_ASCII), 0);
      assertThatThrownBy(() -> Safetensors.read(file))
          .as("length %d", length)
          .isInstanceOf(NotchException.class)
          .hasMessageContaining("hostile");
    }
    assertThatThrownBy(() -> Safetensors.read(folder.resolve("absent")))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("no weights file");
  }

  @Test
  void damageIsFoundOrHarmless() throws IOException {
    Path good = folder.resolve("good");
    Safetensors.write(good, weights(new SplittableRandom(3)), Precision.F32, Map.of("a", "b"));
    byte[] whole = Files.readAllBytes(good);
    for (long seed = 0; seed < 3000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] bytes =
          java.util.Arrays.copyOf(
              whole, random.nextInt(5) == 0 ? random.nextInt(whole.length) : whole.length);
      for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
        bytes[random.nextInt(Math.min(bytes.length, 500))] = (byte) random.nextInt();
      }
      Path file = Files.write(folder.resolve("damaged"), bytes);
      try {
        Safetensors.read(file);
      } catch (NotchException e) {
        assertThat(e.getMessage()).as("seed %d", seed).contains(file.toString());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e, e);
      }
    }
  }
}
