package dev.notch.models.data;

/** Patterns of the plane with period 1; their values lie between 0 and 1. */
enum Texture {
  STRIPES {
    @Override
    double at(double u, double v) {
      return wave(u);
    }
  },
  CHECKS {
    @Override
    double at(double u, double v) {
      return sharpen(0.5 + 2 * (wave(u) - 0.5) * (wave(v) - 0.5), 6);
    }
  },
  DOTS {
    @Override
    double at(double u, double v) {
      double x = fraction(u) - 0.5;
      double y = fraction(v) - 0.5;
      return sharpen(0.5 + 0.28 - Math.sqrt(x * x + y * y), 6);
    }
  },
  RINGS {
    @Override
    double at(double u, double v) {
      return wave(Math.sqrt(u * u + v * v));
    }
  },
  ZIGZAG {
    @Override
    double at(double u, double v) {
      return wave(u + Math.abs(2 * fraction(v / 2) - 1));
    }
  },
  BRICKS {
    @Override
    double at(double u, double v) {
      double row = Math.floor(v);
      double shifted = u / 2 + row / 2;
      double mortar = Math.min(edge(shifted) * 2, edge(v));
      return sharpen(0.5 + mortar - 0.16, 6);
    }
  },
  BLOTCHES {
    @Override
    double at(double u, double v) {
      return sharpen(ValueNoise.at(u * 1.4, v * 1.4, 0x5eed), 4);
    }
  },
  GRID {
    @Override
    double at(double u, double v) {
      return sharpen(0.5 + Math.min(edge(u), edge(v)) - 0.16, 6);
    }
  },
  NESTED {
    @Override
    double at(double u, double v) {
      return wave(Math.max(Math.abs(u), Math.abs(v)));
    }
  },
  PLAIN {
    @Override
    double at(double u, double v) {
      return clamp(0.5 + 0.2 * u);
    }
  };

  private static final int STEPS = 4096;
  private static final double[] WAVE = wave();

  /** The pattern at a point. */
  abstract double at(double u, double v);

  /** A cosine from 1 through 0 back to 1; a table, since Math.cos may differ between machines. */
  static double wave(double t) {
    return WAVE[(int) (fraction(t) * STEPS)];
  }

  static double clamp(double value) {
    return Math.max(0, Math.min(1, value));
  }

  private static double[] wave() {
    double[] table = new double[STEPS + 1];
    for (int i = 0; i <= STEPS; i++) {
      table[i] = 0.5 + 0.5 * StrictMath.cos(2 * Math.PI * i / STEPS);
    }
    return table;
  }

  private static double fraction(double t) {
    return t - Math.floor(t);
  }

  /** Distance to the nearest whole number. */
  private static double edge(double t) {
    double f = fraction(t);
    return Math.min(f, 1 - f);
  }

  private static double sharpen(double value, double steepness) {
    return clamp(0.5 + (value - 0.5) * steepness);
  }
}
