package dev.notch.models.width;

/** How far two results are apart. */
final class Differences {
  private Differences() {}

  /** max|a - b| / max|a|; max|b| if a is all zeros. */
  static double relative(double[] a, double[] b) {
    if (a.length != b.length) {
      throw new IllegalArgumentException(a.length + " and " + b.length + " values");
    }
    double worst = 0;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = Math.abs(a[i] - b[i]);
      worst = difference <= worst ? worst : difference;
      largest = Math.max(largest, Math.abs(a[i]));
    }
    return largest == 0 ? worst : worst / largest;
  }
}
