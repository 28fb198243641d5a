package dev.notch.timing.table;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.io.Reader;

/** Finds out what separates the columns of a file: what its first line has most of. */
final class Separator {
  private static final String KNOWN = ",;\t";

  /** Longer header lines are judged by their beginning. */
  private static final int LOOK = 1 << 16;

  private Separator() {}

  /**
   * Looks at the first line that is not empty, and leaves the reader where it was.
   *
   * @throws NotchException if there is no known separator in it
   */
  static char of(Reader reader) throws IOException {
    int[] counts = new int[KNOWN.length()];
    reader.mark(LOOK);
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0, c = reader.read(); i < LOOK - 1 && c >= 0; i++, c = reader.read()) {
      boolean lineEnd = c == '\n' || c == '\r';
      if (lineEnd && begun && !quoted) {
        break;
      }
      begun |= !lineEnd;
      quoted ^= c == '"';
      if (!quoted && KNOWN.indexOf(c) >= 0) {
        counts[KNOWN.indexOf(c)]++;
      }
    }
    reader.reset();
    return mostOf(counts);
  }

  private static char mostOf(int[] counts) {
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      best = counts[i] > counts[best] ? i : best;
    }
    if (counts[best] == 0) {
      throw new NotchException(
          "the first line must name the columns, separated by commas, semicolons or tabs");
    }
    return KNOWN.charAt(best);
  }
}
