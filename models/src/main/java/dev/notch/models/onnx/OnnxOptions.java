package dev.notch.models.onnx;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an ONNX file says besides the network.
 *
 * @param batch images a run: any number, or always one
 * @param metadata provenance, stored under {@code metadata_props} in this order
 */
public record OnnxOptions(Batch batch, Map<String, String> metadata) {

  /** The first dimension of the input. */
  public enum Batch {
    ANY,
    ONE
  }

  /** Any batch, no further metadata. */
  public static final OnnxOptions DEFAULT = new OnnxOptions(Batch.ANY, Map.of());

  public OnnxOptions {
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  public OnnxOptions withBatch(Batch other) {
    return new OnnxOptions(other, metadata);
  }

  public OnnxOptions withMetadata(Map<String, String> other) {
    return new OnnxOptions(batch, other);
  }
}
