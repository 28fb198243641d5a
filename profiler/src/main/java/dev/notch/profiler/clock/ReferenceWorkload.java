package dev.notch.profiler.clock;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The same small computation again and again: a product of two matrices that stay in the first
 * cache. How long it takes tells whether the machine is in its quiet or in its slow mode. Its first
 * run after something else finds a cold cache, so only a second one is timed.
 */
public final class ReferenceWorkload {
  private static final int SIZE = 40;
  private static final double NANOS_PER_MICRO = 1000;

  private final float[] left = new float[SIZE * SIZE];
  private final float[] right = new float[SIZE * SIZE];
  private final float[] product = new float[SIZE * SIZE];

  public ReferenceWorkload() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < left.length; i++) {
      left[i] = (float) random.nextDouble();
      right[i] = (float) random.nextDouble();
    }
  }

  /** The time of one warm run in microseconds. */
  public double micros(Clock clock) {
    multiply();
    long start = clock.nanos();
    multiply();
    return (clock.nanos() - start) / NANOS_PER_MICRO;
  }

  /** One value of the last product: reading it keeps the computation alive. */
  public float checksum() {
    return product[SIZE + 1];
  }

  private void multiply() {
    Arrays.fill(product, 0);
    for (int row = 0; row < SIZE; row++) {
      for (int k = 0; k < SIZE; k++) {
        float factor = left[row * SIZE + k];
        for (int column = 0; column < SIZE; column++) {
          product[row * SIZE + column] += factor * right[k * SIZE + column];
        }
      }
    }
  }
}
