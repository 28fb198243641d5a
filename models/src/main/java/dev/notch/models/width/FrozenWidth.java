package dev.notch.models.width;

/**
 * Channels that cannot be cut, the layer that makes them, and why not.
 *
 * @param layer where only some of a layer's channels are meant, its name says which
 * @param width how many
 */
public record FrozenWidth(String layer, int width, String reason) {}
