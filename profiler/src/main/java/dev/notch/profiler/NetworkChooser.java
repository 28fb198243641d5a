package dev.notch.profiler;

import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.Measurements;
import java.util.List;
import java.util.Set;

/**
 * Who says which networks a profile measures next. What is chosen may depend on nothing but the
 * arguments: a profile that was killed asks again, and must be told the same.
 */
public interface NetworkChooser {

  /** In the order in which they were drawn, whatever was measured. */
  NetworkChooser SEEDED =
      stored ->
          new Ranking() {
            @Override
            public Suspects suspects() {
              return Suspects.NONE;
            }

            @Override
            public Candidate next(
                List<MeasuredNetwork> begun,
                List<MeasuredNetwork> pool,
                List<Candidate> candidates) {
              return candidates.get(0);
            }
          };

  /** What the measurements so far say about what to measure next. */
  Ranking rank(Measurements stored);

  /**
   * A network that could be measured.
   *
   * @param cost of measuring it, in any unit that all candidates share
   */
  record Candidate(MeasuredNetwork network, double cost) {
    public Candidate {
      if (!(cost > 0)) {
        throw new IllegalArgumentException("cost must be positive, was " + cost);
      }
    }
  }

  /**
   * Where times seem to jump.
   *
   * @param thresholds channels
   * @param multiples numbers of which channels that are whole multiples are quicker, or slower
   */
  record Suspects(Set<Integer> thresholds, Set<Integer> multiples) {
    public static final Suspects NONE = new Suspects(Set.of(), Set.of());

    public Suspects {
      thresholds = Set.copyOf(thresholds);
      multiples = Set.copyOf(multiples);
    }
  }

  /** What the measurements of one moment say. */
  interface Ranking {

    Suspects suspects();

    /**
     * The candidate that is worth most now.
     *
     * @param begun all networks of the profile, those included that were not measured yet
     * @param pool all networks among which this wave is chosen, the same in every call
     * @param candidates those of the pool that may be chosen, at least one
     */
    Candidate next(
        List<MeasuredNetwork> begun, List<MeasuredNetwork> pool, List<Candidate> candidates);
  }
}
