package dev.notch.compressor.run;

import dev.notch.models.graph.Network;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 hashes, hexadecimal, of what results depend on. */
public final class Sha256 {
  private static final int BUFFER = 1 << 16;

  private Sha256() {}

  /** Of a text in UTF-8. */
  public static String of(String text) {
    return hex(digest(), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a network's name, layers, connections and outputs. */
  public static String of(Network network) {
    return of(network.name() + network.nodes() + outputs(network));
  }

  /** Nothing if the last layer is the only output: what was kept under that name stays. */
  private static String outputs(Network network) {
    List<Integer> last = List.of(network.nodes().size() - 1);
    return network.outputs().equals(last) ? "" : network.outputs().toString();
  }

  /** Of the names, shapes and values of weights. */
  public static String of(Weights weights) {
    MessageDigest digest = digest();
    weights.tensors().forEach((name, tensor) -> add(digest, name, tensor));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String name, Tensor tensor) {
    digest.update((name + tensor + "\n").getBytes(StandardCharsets.UTF_8));
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(tensor.data().length, Float.BYTES));
    bytes.asFloatBuffer().put(tensor.data());
    digest.update(bytes);
  }

  /** Of a file's bytes. */
  public static String of(Path file) throws IOException {
    MessageDigest digest = digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String hex(MessageDigest digest, byte[] bytes) {
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
