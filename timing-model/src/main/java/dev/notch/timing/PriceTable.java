package dev.notch.timing;

import java.util.Arrays;

/** Prices by two widths: a hash table of primitives with open addressing. */
final class PriceTable {
  private static final long FREE = 0;

  private long[] keys = new long[16];
  private double[] prices = new double[16];
  private int size;

  /** The price, or NaN if it is not known. */
  double get(int in, int out) {
    int slot = slot(keys, key(in, out));
    return keys[slot] == FREE ? Double.NaN : prices[slot];
  }

  void put(int in, int out, double price) {
    if (2 * ++size > keys.length) {
      grow();
    }
    int slot = slot(keys, key(in, out));
    keys[slot] = key(in, out);
    prices[slot] = price;
  }

  /** Widths are positive, so that no key is 0. */
  private static long key(int in, int out) {
    return (long) in << Integer.SIZE | out;
  }

  private static int slot(long[] keys, long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 40) & keys.length - 1;
    while (keys[slot] != FREE && keys[slot] != key) {
      slot = slot + 1 & keys.length - 1;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    double[] oldPrices = prices;
    keys = new long[2 * oldKeys.length];
    prices = Arrays.copyOf(oldPrices, keys.length);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int slot = slot(keys, oldKeys[i]);
        keys[slot] = oldKeys[i];
        prices[slot] = oldPrices[i];
      }
    }
  }
}
