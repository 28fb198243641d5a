package dev.notch.models.data;

import dev.notch.models.NotchException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary files of CIFAR: records of one or two label bytes (the last one counts: the fine label
 * of CIFAR-100) and 3,072 bytes of a 32x32 picture, channel by channel (red, green, blue), each row
 * by row. See https://www.cs.toronto.edu/~kriz/cifar.html.
 *
 * @param archive the official archive, for messages
 * @param labelBytes bytes before the pixels of a record
 * @param trainFiles files of training pictures, in order
 * @param trainRecords records in each of them
 * @param namesFile class names, one a line
 */
record CifarFormat(
    String name,
    String archive,
    int classes,
    int labelBytes,
    List<String> trainFiles,
    int trainRecords,
    String testFile,
    int testRecords,
    String namesFile) {
  static final int SIZE = 32;
  private static final int PLANE = SIZE * SIZE;

  static final CifarFormat CIFAR10 =
      new CifarFormat(
          "cifar10",
          "cifar-10-binary.tar.gz",
          10,
          1,
          List.of(
              "data_batch_1.bin",
              "data_batch_2.bin",
              "data_batch_3.bin",
              "data_batch_4.bin",
              "data_batch_5.bin"),
          10_000,
          "test_batch.bin",
          10_000,
          "batches.meta.txt");

  static final CifarFormat CIFAR100 =
      new CifarFormat(
          "cifar100",
          "cifar-100-binary.tar.gz",
          100,
          2,
          List.of("train.bin"),
          50_000,
          "test.bin",
          10_000,
          "fine_label_names.txt");

  /** The same files with other numbers of records. */
  CifarFormat withRecords(int train, int test) {
    return new CifarFormat(
        name, archive, classes, labelBytes, trainFiles, train, testFile, test, namesFile);
  }

  int recordBytes() {
    return labelBytes + Images.CHANNELS * PLANE;
  }

  /** Every file that is read. */
  List<String> files() {
    List<String> files = new ArrayList<>(trainFiles);
    files.add(testFile);
    files.add(namesFile);
    return files;
  }

  boolean isText(String file) {
    return file.equals(namesFile);
  }

  /** The exact size of a file of records. */
  long bytes(String file) {
    return (long) recordBytes() * (file.equals(testFile) ? testRecords : trainRecords);
  }

  /**
   * The class names, in the order of the labels.
   *
   * @throws NotchException if there are too few or too many
   */
  List<String> names(byte[] content, Path source) {
    List<String> names =
        new String(content, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    if (names.size() != classes) {
      throw new NotchException(
          namesFile + " in " + source + " names " + names.size() + " classes, not " + classes);
    }
    return names;
  }

  /**
   * The pictures of one file after another.
   *
   * @throws NotchException if a label is none of the classes
   */
  Images images(List<byte[]> contents, List<String> files, List<String> names, Path source) {
    List<byte[]> pixels = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int f = 0; f < files.size(); f++) {
      byte[] content = contents.get(f);
      for (int at = 0; at < content.length; at += recordBytes()) {
        labels.add(label(content, at, files.get(f), source));
        pixels.add(interleave(content, at + labelBytes));
      }
    }
    int[] labelArray = labels.stream().mapToInt(Integer::intValue).toArray();
    return new Images(SIZE, SIZE, names, pixels.toArray(byte[][]::new), labelArray);
  }

  private int label(byte[] content, int at, String file, Path source) {
    int label = content[at + labelBytes - 1] & 0xff;
    if (label >= classes) {
      throw new NotchException(
          "record "
              + at / recordBytes()
              + " of "
              + file
              + " in "
              + source
              + " has label "
              + label
              + "; labels end at "
              + (classes - 1)
              + ", so this is not "
              + name);
    }
    return label;
  }

  private static byte[] interleave(byte[] content, int start) {
    byte[] picture = new byte[Images.CHANNELS * PLANE];
    for (int i = 0, to = 0; i < PLANE; i++) {
      picture[to++] = content[start + i];
      picture[to++] = content[start + PLANE + i];
      picture[to++] = content[start + 2 * PLANE + i];
    }
    return picture;
  }

  /** What a person should have given instead. */
  String expectation() {
    return "expected the folder or archive of " + archive + " (" + String.join(", ", files()) + ")";
  }
}
