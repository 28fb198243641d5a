package dev.notch.models.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A SHA-256 over data; lengths come before content, so that no two contents read the same. */
final class Fingerprint {
  private final MessageDigest digest = sha256();

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  Fingerprint text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    digest.update(bytes);
    return this;
  }

  Fingerprint images(Images images) {
    number(images.size()).number(images.height()).number(images.width());
    if (images.channels() != Images.CHANNELS) { // coloured ones have been known without
      number(images.channels());
    }
    number(images.classes().size());
    images.classes().forEach(this::text);
    for (int i = 0; i < images.size(); i++) {
      number(images.label(i));
      digest.update(images.raw(i));
    }
    return this;
  }

  Fingerprint normalization(Normalization normalization) {
    for (List<Double> part : List.of(normalization.mean(), normalization.std())) {
      part.forEach(value -> number(Double.doubleToLongBits(value)));
    }
    return this;
  }

  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private Fingerprint number(long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).flip());
    return this;
  }
}
