package dev.notch.compressor.guard;

import java.util.BitSet;

/**
 * Which of {@code images} images a network classified correctly: bit i is image i. Two of them can
 * be compared in pairs when they were made on the same images in the same order.
 *
 * @param images how many images were shown, at least one
 * @param bits the images classified correctly
 */
public record Correctness(int images, BitSet bits) {

  public Correctness {
    if (images < 1 || bits.length() > images) {
      throw new IllegalArgumentException(
          "correctness needs at least one image and no bit past it, was "
              + images
              + " images, highest bit "
              + (bits.length() - 1));
    }
    bits = (BitSet) bits.clone();
  }

  /** Compares predicted with true classes. */
  public static Correctness of(int[] predicted, int[] labels) {
    if (predicted.length != labels.length) {
      throw new IllegalArgumentException(
          predicted.length + " predictions for " + labels.length + " labels");
    }
    BitSet bits = new BitSet(labels.length);
    for (int i = 0; i < labels.length; i++) {
      bits.set(i, predicted[i] == labels[i]);
    }
    return new Correctness(labels.length, bits);
  }

  /** A copy of the bits. */
  @Override
  public BitSet bits() {
    return (BitSet) bits.clone();
  }

  /** Share of the images classified correctly, 0 to 1. */
  public double accuracy() {
    return bits.cardinality() / (double) images;
  }

  /** How many images this one has right and the other one has wrong. */
  int rightWhere(Correctness otherIsWrong) {
    BitSet only = (BitSet) bits.clone();
    only.andNot(otherIsWrong.bits);
    return only.cardinality();
  }
}
