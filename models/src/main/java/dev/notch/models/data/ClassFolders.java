package dev.notch.models.data;

import dev.notch.models.NotchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The picture files of a folder that has one folder a class, in the order of class names and file
 * names; hidden files do not count.
 *
 * @param classes names of the class folders, or all that the labels name
 * @param labels the class of each file
 * @param ignored other things that lie in the class folders
 */
record ClassFolders(List<String> classes, List<Path> files, int[] labels, List<Path> ignored) {
  private static final Set<String> SUFFIXES = Set.of("jpg", "jpeg", "png", "bmp");

  /**
   * @param order names of all classes in the order in which the network counts them, of which some
   *     may have no folder; without it the folders in the order of their names are the classes
   * @throws NotchException if there are fewer than two folders, or one without pictures, or one
   *     that is no class
   */
  static ClassFolders list(Path folder, Optional<List<String>> order) {
    List<Path> classFolders = children(folder).stream().filter(Files::isDirectory).toList();
    if (classFolders.size() < 2) {
      throw new NotchException(
          folder + " needs at least two class folders with images, it has " + classFolders.size());
    }
    List<String> names = classFolders.stream().map(ClassFolders::name).toList();
    List<String> classes = order.orElse(names);
    verifyKnown(names, classes, folder);
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<Path> ignored = new ArrayList<>();
    for (Path classFolder : classFolders) {
      int before = files.size();
      children(classFolder).forEach(child -> (isPicture(child) ? files : ignored).add(child));
      if (files.size() == before) {
        throw new NotchException(
            "there is no JPEG, PNG or BMP image in the class folder " + classFolder);
      }
      while (labels.size() < files.size()) {
        labels.add(classes.indexOf(name(classFolder)));
      }
    }
    return new ClassFolders(
        classes,
        List.copyOf(files),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        List.copyOf(ignored));
  }

  private static void verifyKnown(List<String> folders, List<String> classes, Path folder) {
    for (String name : folders) {
      if (!classes.contains(name)) {
        throw new NotchException(
            "the folder "
                + folder.resolve(name)
                + " is none of the "
                + classes.size()
                + " classes of the labels, which begin with "
                + classes.get(0));
      }
    }
  }

  static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> !name(child).startsWith("."))
          .sorted(Comparator.comparing(ClassFolders::name))
          .toList();
    } catch (IOException e) {
      throw new NotchException("cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  static boolean isPicture(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    return SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1))
        && Files.isRegularFile(file);
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }
}
