package dev.notch.models.graph;

import java.util.function.Supplier;

/** Refuses what breaks a rule of the graph. */
final class Require {

  private Require() {}

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new InvalidNetworkException(message);
    }
  }

  /** Makes the message only if it is needed: plans are priced layer by layer, by the million. */
  static void require(boolean condition, Supplier<String> message) {
    if (!condition) {
      throw new InvalidNetworkException(message.get());
    }
  }
}
