package dev.notch.models.djl;

/**
 * The order in which the values of a batch lie in memory. PyTorch's kernels follow it through the
 * network: channels last is faster for training and for most networks at large batches.
 */
public enum Layout {
  /** Batch, channel, height, width. */
  NCHW,
  /** Batch, height, width, channel: channels last, as pictures are stored. */
  NHWC
}
