package dev.notch.compressor.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.compressor.search.SearchSettings;
import dev.notch.models.NotchException;
import dev.notch.models.files.ConfigFiles;
import dev.notch.models.graph.NetworkCounts;
import java.util.List;
import java.util.Map;

/**
 * How much work a run may spend on each stage, from {@code configs/effort.yaml}. Everything is
 * counted in work, nothing in seconds, so that one seed gives one result on every machine.
 *
 * @param control whether the baseline is trained on beside the result, to count the drop from it
 * @param corrections how often the search goes back with a corrected prediction
 * @param backOffs how often the guard may send the search to slower plans
 */
public record Effort(
    Training baseline,
    Training retrain,
    boolean control,
    Probes sensitivity,
    Search search,
    int corrections,
    @JsonProperty("back-offs") int backOffs,
    Rounds verification) {
  private static final int FORMAT = 1;
  private static final String FILE = "effort.yaml";

  /** A backward pass costs two forward passes: one for the inputs, one for the weights. */
  private static final double PASSES_A_STEP = 3;

  private static final double TERA = 1e12;

  private static final int ENOUGH_PROBES = 24;
  private static final int LEAST_PROBES = 4;
  private static final int LEAST_IMAGES = 64;
  private static final int CALIBRATION_IMAGES = 256;

  /**
   * @param epochs as long as the cap allows
   * @param teraMacs at most this many 10^12 multiply-accumulates
   */
  public record Training(double epochs, @JsonProperty("tera-macs") double teraMacs) {
    public Training {
      require(epochs > 0 && teraMacs > 0, "training needs epochs and tera-macs above 0");
    }

    /** Epochs of so many images that fit under the cap. */
    public double epochsFor(NetworkCounts counts, int images) {
      return Math.min(epochs, teraMacs * TERA / (PASSES_A_STEP * counts.macs() * images));
    }
  }

  /** Measured accuracy against width: images a probe, kept fractions, cap on all forward passes. */
  public record Probes(
      int images, List<Double> fractions, @JsonProperty("tera-macs") double teraMacs) {
    public Probes {
      require(images > 0 && teraMacs > 0, "sensitivity needs images and tera-macs above 0");
      require(
          !fractions.isEmpty() && fractions.stream().allMatch(f -> f > 0 && f < 1),
          "sensitivity fractions must lie within (0, 1), were " + fractions);
      fractions = List.copyOf(fractions);
    }

    /** Pictures a probe: fewer for large networks, so that there are still some probes. */
    public int imagesFor(NetworkCounts counts) {
      double affordable = teraMacs * TERA / (counts.macs() * (double) ENOUGH_PROBES);
      return (int) Math.max(LEAST_IMAGES, Math.min(images, affordable));
    }

    /** How many probes fit under the cap, the pictures that calibrate them included. */
    public int countFor(NetworkCounts counts) {
      double one = (double) counts.macs() * (imagesFor(counts) + CALIBRATION_IMAGES);
      return (int) Math.max(LEAST_PROBES, Math.min(100_000, teraMacs * TERA / one));
    }
  }

  /** Size of the evolutionary search. */
  public record Search(int population, int generations) {
    public Search {
      require(population >= 4 && generations > 0, "the search needs a population and generations");
    }

    SearchSettings settings(long seed) {
      return new SearchSettings(seed, population, generations);
    }
  }

  /** Interleaved rounds of a measurement, and the time over which they spread at least. */
  public record Rounds(int rounds, double seconds) {
    public Rounds {
      require(seconds >= 0, "a verification cannot take " + seconds + " seconds");
      require(rounds >= 10, "a verification needs at least 10 rounds, was " + rounds);
    }
  }

  private record EffortFile(int format, Map<String, Effort> efforts) {}

  public Effort {
    require(corrections >= 0 && backOffs >= 0, "corrections and back-offs must not be negative");
  }

  /**
   * The effort of this name.
   *
   * @throws NotchException if there is none, or the file is wrong
   */
  public static Effort named(String name) {
    EffortFile file = ConfigFiles.read(FILE, EffortFile.class);
    require(file.format() == FORMAT, "configs/" + FILE + " needs format " + FORMAT);
    Effort effort = file.efforts().get(name);
    require(effort != null, "unknown effort " + name + "; there are " + file.efforts().keySet());
    return effort;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new NotchException(message);
    }
  }
}
