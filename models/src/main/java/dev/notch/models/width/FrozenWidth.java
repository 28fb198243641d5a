package dev.notch.models.width;

/** Channels that cannot be cut, the layer that makes them, and why not. */
public record FrozenWidth(String layer, int width, String reason) {}
