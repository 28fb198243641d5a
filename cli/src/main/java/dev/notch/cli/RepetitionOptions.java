package dev.notch.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether a profile is made again to see how well it repeats, or two are compared. */
final class RepetitionOptions {
  @Option(
      names = "--again",
      description =
          "Measure the same networks again, into a second file beside the first, and say what the"
              + " two differ by. Begin when enough time has passed since the first; what was"
              + " interrupted goes on, and a complete second file is compared as it is.")
  private boolean again;

  @Option(
      names = "--compare",
      split = ",",
      paramLabel = "FILE.csv,FILE.csv",
      description =
          "Measure nothing: say what two files of measurements differ by, of what both measured.")
  private List<Path> compared = List.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  boolean again() {
    return again;
  }

  /** Two files, or none. */
  List<Path> compared() {
    if (!compared.isEmpty() && compared.size() != 2) {
      throw new ParameterException(
          spec.commandLine(), "--compare needs two files, not " + compared.size());
    }
    if (!compared.isEmpty() && again) {
      throw new ParameterException(
          spec.commandLine(), "--again measures and --compare does not: choose one");
    }
    return compared;
  }
}
