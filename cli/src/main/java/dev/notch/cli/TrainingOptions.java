package dev.notch.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How networks are trained. */
final class TrainingOptions {
  private static final double MOST_EPOCHS = 10_000;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of everything that is drawn (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--train-threads",
      paramLabel = "N",
      description = "Threads to train with (default: all cores).")
  private Integer threads;

  long seed() {
    return seed;
  }

  int threads() {
    if (threads != null && threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--train-threads must be at least 1, not " + threads);
    }
    return threads != null ? threads : Runtime.getRuntime().availableProcessors();
  }

  /** Refuses what is no number of epochs. */
  double epochs(double count) {
    if (!(count > 0 && count <= MOST_EPOCHS)) {
      throw new ParameterException(
          spec.commandLine(), "--epochs must be above 0 and at most 10000, not " + count);
    }
    return count;
  }
}
