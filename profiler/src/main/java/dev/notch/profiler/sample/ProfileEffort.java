package dev.notch.profiler.sample;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.models.NotchException;
import dev.notch.models.files.ConfigFiles;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How much is measured, from {@code configs/profile.yaml}.
 *
 * @param seconds that measuring may take
 * @param variants random-width variants of all networks asked for together
 * @param chainCount random networks besides
 * @param alone layers of such networks that are measured alone
 * @param passes how often large sets of networks are loaded again
 * @param adaptive how many of the networks are drawn by the seed alone
 * @param samples different layer configurations that are measured at most; empty is no limit
 * @param chains from what the random networks are drawn
 */
public record ProfileEffort(
    double seconds,
    Rounds rounds,
    int variants,
    int chainCount,
    int alone,
    int passes,
    Adaptive adaptive,
    OptionalInt samples,
    ChainRanges chains) {
  private static final int FORMAT = 1;
  private static final String FILE = "profile.yaml";

  /**
   * @param least below these a profile is not complete
   * @param most above these nothing is visited again
   */
  public record Rounds(int least, int most) {
    public Rounds {
      require(0 < least && least <= most, "rounds: least must be from 1 to most");
    }
  }

  /**
   * How networks are chosen.
   *
   * @param seeded share of the networks, or of the samples, that are drawn by the seed alone
   * @param waves in which the others are chosen, by what was measured until then
   */
  public record Adaptive(double seeded, int waves) {
    /** Everything is drawn by the seed alone. */
    public static final Adaptive NONE = new Adaptive(1, 1);

    public Adaptive {
      require(0 < seeded && seeded <= 1, "adaptive: seeded must be above 0 and at most 1");
      require(waves > 0, "adaptive: waves must be above 0");
    }
  }

  private record Amount(
      double seconds,
      Rounds rounds,
      int variants,
      @JsonProperty("chains") int chainCount,
      int alone,
      int passes,
      Adaptive adaptive,
      int samples) {

    private ProfileEffort with(ChainRanges ranges) {
      return new ProfileEffort(
          seconds,
          rounds,
          variants,
          chainCount,
          alone,
          passes,
          adaptive,
          samples == 0 ? OptionalInt.empty() : OptionalInt.of(samples),
          ranges);
    }
  }

  private record ProfileFile(int format, ChainRanges chains, Map<String, Amount> efforts) {}

  public ProfileEffort {
    require(seconds > 0 && passes > 0, "seconds and passes must be above 0");
    require(
        variants >= 0 && chainCount >= 0 && alone >= 0,
        "variants, chains and alone must not be negative");
    require(samples.orElse(1) > 0, "samples must be above 0");
  }

  /** All of it drawn by the seed alone, and any number of samples. */
  public ProfileEffort(
      double seconds,
      Rounds rounds,
      int variants,
      int chainCount,
      int alone,
      int passes,
      ChainRanges chains) {
    this(
        seconds,
        rounds,
        variants,
        chainCount,
        alone,
        passes,
        Adaptive.NONE,
        OptionalInt.empty(),
        chains);
  }

  /**
   * The effort of this name.
   *
   * @throws NotchException if there is none, or the file is wrong
   */
  public static ProfileEffort named(String name) {
    ProfileFile file = ConfigFiles.read(FILE, ProfileFile.class);
    require(file.format() == FORMAT, "format must be " + FORMAT);
    Amount a = file.efforts().get(name);
    require(a != null, "unknown effort " + name + "; there are " + file.efforts().keySet());
    return a.with(file.chains());
  }

  /** The same with another time budget. */
  public ProfileEffort withSeconds(double other) {
    return new ProfileEffort(
        other, rounds, variants, chainCount, alone, passes, adaptive, samples, chains);
  }

  /** The same with another budget of samples. */
  public ProfileEffort withSamples(int other) {
    return new ProfileEffort(
        seconds,
        rounds,
        variants,
        chainCount,
        alone,
        passes,
        adaptive,
        OptionalInt.of(other),
        chains);
  }

  /** The same with other rounds, in one pass. */
  public ProfileEffort withRounds(Rounds other) {
    return new ProfileEffort(
        seconds, other, variants, chainCount, alone, 1, adaptive, samples, chains);
  }

  /**
   * The first part of this effort, so that something else can be measured in between: a share of
   * the time, and rounds up to that share of all. The last part ends with all rounds.
   *
   * @param part counted from 1
   * @param parts that make up the whole
   */
  public ProfileEffort part(int part, int parts) {
    Rounds share =
        new Rounds(share(rounds.least(), part, parts), share(rounds.most(), part, parts));
    return withRounds(share).withSeconds(seconds / parts);
  }

  /** How many of {@code rounds} are to be done when this part of the work is, at least one. */
  public static int share(int rounds, int part, int parts) {
    return (int) Math.ceil((double) rounds * part / parts);
  }

  static void require(boolean condition, String message) {
    if (!condition) {
      throw new NotchException("configs/" + FILE + ": " + message);
    }
  }
}
