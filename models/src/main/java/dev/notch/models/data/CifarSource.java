package dev.notch.models.data;

import dev.notch.models.progress.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * CIFAR-10 or CIFAR-100 in its official binary form: the unpacked folder or the {@code .tar.gz}.
 */
public final class CifarSource implements DataSource {
  private final CifarFormat format;
  private final Path path;

  CifarSource(CifarFormat format, Path path) {
    this.format = format;
    this.path = path;
  }

  @Override
  public Pool read(DataOptions options, Progress progress) {
    progress.stage("Read " + format.name());
    Map<String, byte[]> files = CifarFiles.read(format, path, progress);
    List<String> names = format.names(files.get(format.namesFile()), path);
    return new Pool(
        format.name(),
        format.name() + " from " + path,
        images(files, format.trainFiles(), names),
        images(files, List.of(format.testFile()), names));
  }

  private Images images(Map<String, byte[]> files, List<String> chosen, List<String> names) {
    return format.images(chosen.stream().map(files::get).toList(), chosen, names, path);
  }

  @Override
  public String toString() {
    return format.name() + ":" + path;
  }
}
