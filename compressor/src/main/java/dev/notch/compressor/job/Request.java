package dev.notch.compressor.job;

import dev.notch.compressor.importance.Importance;
import dev.notch.compressor.search.Objective;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataOptions;
import dev.notch.models.data.DataSource;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.RuntimeId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** What the main job was asked for: which network, how small, on what, with how much work. */
public record Request(Target target, Data data, Machine machine, Work work, Places places) {

  /** What the result depends on, beside the pictures; places do not count. */
  String identity() {
    return target + " " + machine + " " + work + " " + places.weights();
  }

  /**
   * @param model name in the zoo
   * @param maxDrop allowed loss of validation accuracy, percentage points
   */
  public record Target(String model, Budget budget, Objective objective, double maxDrop) {
    public Target {
      Zoo.entry(model);
      if (!(maxDrop >= 0 && maxDrop <= 100)) {
        throw new NotchException("--max-drop is 0 to 100 percentage points, not " + maxDrop);
      }
      if (objective != Objective.TIME && budget.unit() == Budget.Unit.MILLISECONDS) {
        throw new NotchException(
            "a budget in milliseconds goes with --objective time; write 50% or 2x for "
                + objective.name().toLowerCase(java.util.Locale.ROOT));
      }
    }
  }

  /** The pictures and how they are prepared. */
  public record Data(DataSource source, DataOptions options) {}

  /**
   * @param threads that run what is measured
   * @param trainThreads that train
   */
  public record Machine(RuntimeId runtime, int threads, int trainThreads) {
    public Machine {
      if (threads < 1 || trainThreads < 1) {
        throw new NotchException(
            "--threads and --train-threads must be at least 1, were "
                + threads
                + " and "
                + trainThreads);
      }
    }
  }

  /**
   * @param effort name in {@code configs/effort.yaml}
   * @param epochs of training and retraining, instead of the effort's
   * @param distil whether the result learns from the baseline's answers, too
   * @param importance decides which channels of a group go
   */
  public record Work(
      String effort, OptionalDouble epochs, boolean distil, String importance, long seed) {
    public Work {
      Effort.named(effort);
      Importance.parse(importance);
    }
  }

  /**
   * @param cache folder of baselines, profiles and sensitivities
   * @param out folder of the run; by default a new one below {@code results/}
   * @param weights trained baseline to start from, instead of training one
   * @param resume go on with the run that was interrupted
   */
  public record Places(Path cache, Optional<Path> out, Optional<Path> weights, boolean resume) {}
}
