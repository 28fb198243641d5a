package dev.notch.models.data;

/** Outlines around the origin, about two units across. */
enum Figure {
  DISC {
    @Override
    double depth(double x, double y) {
      return 1 - radius(x, y);
    }
  },
  SQUARE {
    @Override
    double depth(double x, double y) {
      return 0.9 - Math.max(Math.abs(x), Math.abs(y));
    }
  },
  TRIANGLE {
    @Override
    double depth(double x, double y) {
      return 0.6 - Math.max(-y, 0.8660254037844386 * Math.abs(x) + 0.5 * y);
    }
  },
  CROSS {
    @Override
    double depth(double x, double y) {
      double wide = Math.max(Math.abs(x), Math.abs(y));
      double narrow = Math.min(Math.abs(x), Math.abs(y));
      return Math.min(1.05 - wide, 0.38 - narrow);
    }
  },
  RING {
    @Override
    double depth(double x, double y) {
      return 0.3 - Math.abs(radius(x, y) - 0.75);
    }
  };

  /** No outline goes farther from the origin: the corner of the square does not. */
  static final double REACH = 1.3;

  /** How far inside the outline a point lies; negative outside. */
  abstract double depth(double x, double y);

  private static double radius(double x, double y) {
    return Math.sqrt(x * x + y * y);
  }
}
