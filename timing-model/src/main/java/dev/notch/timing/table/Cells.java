package dev.notch.timing.table;

import dev.notch.models.NotchException;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVRecord;

/** The cells of one line. Complaints name the column. */
final class Cells {
  // Java's own parser also takes NaN, Infinity, hexadecimal numbers and a trailing d or f.
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]++\\.?+[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?");

  /** Squares of quotients of such numbers are still finite. */
  private static final double HUGE = 1e50;

  private static final int MOST_SHOWN = 40;

  private final Header header;
  private final CSVRecord record;

  /**
   * @throws NotchException if there are more or fewer cells than columns
   */
  Cells(Header header, CSVRecord record) {
    this.header = header;
    this.record = record;
    if (record.size() != header.size()) {
      throw new NotchException(
          record.size() + " field(s), but the header line names " + header.size());
    }
  }

  String text(int column) {
    String text = record.get(column).strip();
    if (text.isEmpty()) {
      throw wrong(column, "is empty");
    }
    return text;
  }

  double[] numbers(int[] columns) {
    double[] numbers = new double[columns.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(columns[i]);
    }
    return numbers;
  }

  double positive(int column) {
    double number = number(column);
    if (number < 1 / HUGE) {
      throw wrong(column, "must be positive, is " + shown(column));
    }
    return number;
  }

  double notNegative(int column) {
    double number = number(column);
    if (number < 0) {
      throw wrong(
          column,
          "must not be negative, is " + shown(column) + ": times would become negative too");
    }
    return number;
  }

  private double number(int column) {
    String text = text(column);
    if (!NUMBER.matcher(text).matches()) {
      throw wrong(column, "holds " + shown(column) + ", which is no number" + hint(text));
    }
    double number = Double.parseDouble(text);
    if (Math.abs(number) > HUGE) {
      throw wrong(column, "is out of range, is " + shown(column));
    }
    return number + 0.0; // minus zero becomes zero
  }

  private static String hint(String text) {
    boolean comma = NUMBER.matcher(text.replace(',', '.')).matches();
    boolean word =
        text.codePoints().anyMatch(Character::isLetter) && !text.matches("(?i)[+-]?(nan|inf.*)");
    return comma
        ? "; write decimals with a point"
        : word ? "; to fit a tree for each of its values, make it the group (--group)" : "";
  }

  private String shown(int column) {
    String text = record.get(column).strip();
    return "'" + (text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text) + "'";
  }

  private NotchException wrong(int column, String what) {
    return new NotchException("column '" + header.name(column) + "' " + what);
  }
}
