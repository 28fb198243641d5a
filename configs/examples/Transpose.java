import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Times the transposition of square matrices of floats: a table to try 'optimize fit --data' with.
 * Run: java Transpose.java > transpose.csv
 */
public class Transpose {

  public static void main(String[] args) {
    SplittableRandom random = new SplittableRandom(1);
    int[] sides = new int[400];
    for (int i = 0; i < sides.length; i++) {
      int side = random.nextInt(16, 1025);
      int step = 1 << random.nextInt(0, 9);
      sides[i] = Math.max(16, side / step * step);
    }
    double[][] micros = new double[sides.length][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < sides.length; i++) {
        micros[i][round] = micros(sides[i]);
      }
    }
    System.out.println("side,elements,traffic_bytes,micros");
    for (int i = 0; i < sides.length; i++) {
      Arrays.sort(micros[i]);
      int n = sides[i];
      double time = micros[i][ROUNDS / 4];
      System.out.printf(Locale.ROOT, "%d,%d,%d,%.3f%n", n, n * n, 8 * n * n, time);
    }
  }

  private static final int ROUNDS = 12;

  /** One transposition, averaged over at least a million elements. */
  private static double micros(int n) {
    float[] from = new float[n * n];
    float[] to = new float[n * n];
    transpose(from, to, n);
    int runs = 1 + 1_000_000 / (n * n);
    long start = System.nanoTime();
    for (int run = 0; run < runs; run++) {
      transpose(from, to, n);
    }
    return (System.nanoTime() - start) / 1e3 / runs;
  }

  private static void transpose(float[] from, float[] to, int n) {
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        to[column * n + row] = from[row * n + column];
      }
    }
  }
}
