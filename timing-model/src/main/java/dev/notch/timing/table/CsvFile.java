package dev.notch.timing.table;

import dev.notch.models.NotchException;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The records of a CSV file one after the other, and what the file's bytes hash to. Empty lines are
 * skipped.
 */
final class CsvFile implements Closeable {
  /** A quote that nobody closes makes the rest of a file one field: this bounds its size. */
  private static final long MOST_BYTES = 256L << 20;

  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Path path;
  private final MessageDigest digest = sha256();
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;

  /**
   * @throws NotchException if the file cannot be read or its first line has no known separator
   */
  CsvFile(Path path) {
    this.path = path;
    if (!Files.exists(path) || Files.isDirectory(path)) {
      throw new NotchException("there is no file " + path);
    }
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw new NotchException(path + " is larger than 256 MiB: fit to a sample of its rows");
      }
      parser = parser(new DigestInputStream(Files.newInputStream(path), digest));
      records = parser.iterator();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * @throws NotchException if the file cannot be read any further
   */
  boolean hasNext() {
    long before = parser.getCurrentLineNumber();
    try {
      return records.hasNext();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CSVException) {
        String complaint = "a quoted field does not end where its column ends";
        throw new NotchException(path + ", line " + (before + 1) + ": " + complaint, e);
      }
      throw unreadable(e.getCause());
    }
  }

  CSVRecord next() {
    return records.next();
  }

  /** A complaint about the record that was read last. */
  NotchException wrong(NotchException e) {
    return new NotchException(
        path + ", line " + parser.getCurrentLineNumber() + ": " + e.getMessage(), e);
  }

  /** SHA-256 of the file, once everything has been read. */
  String hash() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() {
    try {
      parser.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private CSVParser parser(DigestInputStream in) throws IOException {
    try {
      // A decoder, unlike a charset, complains about what is not UTF-8.
      var text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
      skipByteOrderMark(text);
      return CSVFormat.DEFAULT
          .builder()
          .setDelimiter(Separator.of(text))
          .setIgnoreSurroundingSpaces(true)
          .get()
          .parse(text);
    } catch (IOException e) {
      in.close();
      throw e;
    } catch (NotchException e) {
      in.close();
      throw new NotchException(path + ", line 1: " + e.getMessage(), e);
    }
  }

  private static void skipByteOrderMark(Reader text) throws IOException {
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
  }

  private NotchException unreadable(IOException e) {
    if (e instanceof CharacterCodingException) {
      return new NotchException(path + " is no text in UTF-8: convert it", e);
    }
    return new NotchException("cannot read " + path + ": " + e.getMessage(), e);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
