package dev.notch.models.graph;

/**
 * A network, layer or width plan that breaks a rule of the graph; the message names the layer and
 * the rule.
 */
public final class InvalidNetworkException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public InvalidNetworkException(String message) {
    super(message);
  }
}
