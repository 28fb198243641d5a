package dev.notch.models.data;

/** Smooth noise: random numbers at whole coordinates, blended in between. */
final class ValueNoise {
  private ValueNoise() {}

  /** Between 0 and 1. */
  static double at(double x, double y, int seed) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double fx = smooth(x - column);
    double fy = smooth(y - row);
    double top = blend(corner(column, row, seed), corner(column + 1, row, seed), fx);
    double bottom = blend(corner(column, row + 1, seed), corner(column + 1, row + 1, seed), fx);
    return blend(top, bottom, fy);
  }

  private static double smooth(double t) {
    return t * t * (3 - 2 * t);
  }

  private static double blend(double from, double to, double share) {
    return from + (to - from) * share;
  }

  /** An integer hash (the finaliser of MurmurHash3) of the coordinates. */
  private static double corner(int column, int row, int seed) {
    int hash = column * 0x9e3779b1 + row * 0x85ebca77 + seed * 0xc2b2ae3d;
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return ((hash ^ (hash >>> 16)) >>> 8) / (double) (1 << 24);
  }
}
