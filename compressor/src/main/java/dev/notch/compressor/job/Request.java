package dev.notch.compressor.job;

import dev.notch.compressor.importance.Importance;
import dev.notch.compressor.search.Objective;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataOptions;
import dev.notch.models.data.DataSource;
import dev.notch.models.graph.ImageSize;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.source.ModelSource;
import dev.notch.models.source.OnnxFile;
import dev.notch.profiler.RuntimeId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What the main job was asked for: which network, how small, on what, with how much work. */
public record Request(
    Target target, Data data, Machine machine, Work work, Places places, Export export) {

  public Request {
    boolean file = target.model() instanceof OnnxFile;
    if (!file && data.proof() != Proof.ACCURACY) {
      throw new NotchException(
          "a network by name is trained on --data with classes; --images goes with an ONNX file");
    }
    if (!file && data.image().isPresent()) {
      throw new NotchException(
          "--input-size goes with an ONNX file that leaves the size of its images open; for a"
              + " network by name put the size into a --data-config");
    }
    if (file && places.weights().isPresent()) {
      throw new NotchException("--weights goes with a network by name; an ONNX file has its own");
    }
    if (data.proof() != Proof.ACCURACY && work.importance().equals(Importance.TAYLOR.option())) {
      throw new NotchException("--importance taylor needs images with classes: --data DIR");
    }
  }

  /** A request for the file as the network came. */
  public Request(Target target, Data data, Machine machine, Work work, Places places) {
    this(target, data, machine, work, places, new Export(OptionalInt.empty()));
  }

  /**
   * How the result is written.
   *
   * @param opset at least; without it that of the file, or the usual one
   */
  public record Export(OptionalInt opset) {
    public Export {
      int asked = opset.orElse(OnnxWriter.OPSET);
      if (asked < OnnxWriter.OPSET || asked > OnnxWriter.NEWEST_OPSET) {
        throw new NotchException(
            "--opset is "
                + OnnxWriter.OPSET
                + " to "
                + OnnxWriter.NEWEST_OPSET
                + ", not "
                + asked
                + ": older ones are read, but not written");
      }
    }
  }

  /** What the result depends on, beside the pictures; places do not count. */
  String identity() {
    return target
        + " "
        + data.image()
        + " "
        + export
        + " "
        + machine
        + " "
        + work
        + " "
        + places.weights();
  }

  /**
   * @param maxDrop allowed loss of validation accuracy, percentage points
   * @param maxError allowed relative error of each output where pictures have no classes
   */
  public record Target(
      ModelSource model, Budget budget, Objective objective, double maxDrop, double maxError) {
    /** An output that is further off than this from the original's is no longer the same. */
    public static final double USUAL_ERROR = 0.2;

    public Target {
      if (!(maxError >= 0)) {
        throw new NotchException("--max-error is a relative error of 0 or more, not " + maxError);
      }
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

  /**
   * The pictures and how they are prepared.
   *
   * @param image size of images for a file that leaves it open
   * @param source empty if there are none: then a network is judged by its time alone
   */
  public record Data(Optional<DataSource> source, DataOptions options, Optional<ImageSize> image) {

    /** Where the network says the size. */
    public Data(Optional<DataSource> source, DataOptions options) {
      this(source, options, Optional.empty());
    }

    /** What to read a file for that leaves the size of its images open. */
    Optional<ImageSize> openSize() {
      return image.or(options::size);
    }

    Proof proof() {
      return source
          .map(pictures -> pictures.labelled() ? Proof.ACCURACY : Proof.AGREEMENT)
          .orElse(Proof.NOTHING);
    }
  }

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
