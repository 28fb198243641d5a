package dev.notch.compressor.run;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that a cached thing depends on, by name. Equal keys have equal hashes whatever the
 * order in which they were filled; the texts are kept beside the entry so that a person can see
 * what it is.
 *
 * @param kind what is cached: a short word in small letters
 */
public record CacheKey(String kind, SortedMap<String, String> fields) {
  /** Raise it when the meaning or the content of entries changes. */
  private static final int FORMAT = 1;

  public CacheKey {
    if (!kind.matches("[a-z][a-z-]*")) {
      throw new IllegalArgumentException("a kind is a word in small letters, not '" + kind + "'");
    }
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }

  /** A key that depends on nothing but the format of the cache so far. */
  public static CacheKey of(String kind) {
    return new CacheKey(kind, new TreeMap<>()).with("format", FORMAT);
  }

  /**
   * The key with one more thing that the content depends on; its text must tell values apart.
   *
   * @throws IllegalArgumentException if the name is taken
   */
  public CacheKey with(String name, Object value) {
    TreeMap<String, String> more = new TreeMap<>(fields);
    if (more.put(name, String.valueOf(value)) != null) {
      throw new IllegalArgumentException("the key already has " + name);
    }
    return new CacheKey(kind, more);
  }

  /** SHA-256 of kind and fields. */
  public String hash() {
    return Sha256.of(Json.text(this));
  }
}
