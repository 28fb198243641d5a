package dev.notch.timing.holdout;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.profiler.ProfileRequest;
import dev.notch.profiler.sample.ChainRanges;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.sample.ProfileEffort.Rounds;
import java.util.List;

/**
 * What is to be evaluated on one runtime.
 *
 * @param networks at full width; each is a family of test networks
 * @param threads that run what is measured
 * @param effort of the profile that is learned from
 * @param seed of the profile's random widths, and of whatever else is drawn
 */
public record EvaluationRequest(
    List<Network> networks, int threads, ProfileEffort effort, long seed, TestSet test) {
  private static final Rounds ROUNDS = new Rounds(12, 60);
  private static final int PASSES = 3;

  /** Random networks are asked for their many layers: small ones cost little time. */
  private static final int LARGEST_CHAIN = 16;

  private static final int WIDEST_CHAIN = 256;

  /**
   * The networks that nobody may learn from: each of {@link EvaluationRequest#networks()} at full
   * width, and random variants of it.
   *
   * @param seed of the variants' widths
   * @param variants of each network
   * @param chains random networks of no architecture, whose layers alone are asked about
   * @param seconds that measuring them may take, unless that leaves fewer than twelve rounds
   */
  public record TestSet(long seed, int variants, int chains, double seconds) {
    /** Variants of each network unless something else is said. */
    public static final int VARIANTS = 20;

    /**
     * Random networks unless something else is said: only two of the ten architectures shuffle
     * channels, and 150 shuffles that nobody profiled are to be asked about.
     */
    public static final int CHAINS = 70;

    public TestSet {
      if (variants < 0 || chains < 0 || !(seconds > 0)) {
        throw new NotchException(
            "variants and chains must not be negative and seconds above 0, were %d, %d and %s"
                .formatted(variants, chains, seconds));
      }
    }
  }

  public EvaluationRequest {
    networks = List.copyOf(networks);
    if (seed == test.seed()) {
      throw new NotchException(
          "the test's seed must differ from the profile's, both are "
              + seed
              + ": what was learned would be asked");
    }
  }

  /**
   * What the model learns from. A profile that holds the full-width networks, too, is taken as it
   * is; they are not learned from.
   */
  ProfileRequest training() {
    return new ProfileRequest(networks, false, threads, effort, seed);
  }

  /** From what the random networks of the test are drawn. */
  ChainRanges testChains() {
    return effort.chains().upTo(LARGEST_CHAIN, WIDEST_CHAIN);
  }

  /** What it is asked about, with at least twelve rounds. */
  ProfileRequest tests() {
    ProfileEffort rounds =
        new ProfileEffort(
            test.seconds(),
            ROUNDS,
            test.variants() * networks.size(),
            test.chains(),
            0,
            PASSES,
            testChains());
    return new ProfileRequest(networks, true, threads, rounds, test.seed());
  }
}
