package dev.notch.models.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an ONNX file says besides the network, and how.
 *
 * @param batch images a run: as the signature has it and otherwise any number, or always one
 * @param metadata provenance, stored under {@code metadata_props} in this order, behind the
 *     signature's
 * @param signature what the file is to look like from outside; without one {@linkplain OnnxWriter
 *     it has names of its own}
 * @param opset the least version of ONNX' operators to use; it will be at least {@value
 *     OnnxWriter#OPSET}, the signature's, and what the layers need
 * @param half whether to store weights and compute in half precision; what goes in and comes out
 *     keeps the signature's precision, single precision without one
 */
public record OnnxOptions(
    Batch batch,
    Map<String, String> metadata,
    Optional<OnnxSignature> signature,
    int opset,
    boolean half) {

  /** The first dimension of the input. */
  public enum Batch {
    ANY,
    ONE
  }

  /** Any batch, no further metadata, single precision. */
  public static final OnnxOptions DEFAULT =
      new OnnxOptions(Batch.ANY, Map.of(), Optional.empty(), OnnxWriter.OPSET, false);

  public OnnxOptions {
    if (opset < 1 || opset > OnnxWriter.NEWEST_OPSET) {
      throw new IllegalArgumentException(
          "opset " + opset + " cannot be written, only up to " + OnnxWriter.NEWEST_OPSET);
    }
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** What takes the place of a file: in half precision if that is. */
  public static OnnxOptions like(OnnxSignature signature) {
    return new OnnxOptions(
        Batch.ANY, Map.of(), Optional.of(signature), OnnxWriter.OPSET, signature.half());
  }

  public OnnxOptions withBatch(Batch other) {
    return new OnnxOptions(other, metadata, signature, opset, half);
  }

  public OnnxOptions withMetadata(Map<String, String> other) {
    return new OnnxOptions(batch, other, signature, opset, half);
  }

  /**
   * @throws IllegalArgumentException if no such version can be written
   */
  public OnnxOptions withOpset(int other) {
    return new OnnxOptions(batch, metadata, signature, other, half);
  }

  public OnnxOptions withHalf(boolean other) {
    return new OnnxOptions(batch, metadata, signature, opset, other);
  }
}
