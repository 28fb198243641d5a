package dev.notch.compressor.search;

/**
 * How hard and from which random numbers a search works. Limits are counts, never seconds, so that
 * equal settings give equal results on any machine.
 *
 * @param seed of all random choices
 * @param population plans per generation
 * @param generations upper limit of generations
 * @param maximumPlans upper limit of plans looked at by the evolution
 */
public record SearchSettings(long seed, int population, int generations, long maximumPlans) {

  public SearchSettings {
    if (population < 4 || generations < 1 || maximumPlans < population) {
      throw new IllegalArgumentException(
          "a search needs a population of at least 4, one generation and as many plans as the"
              + " population, was "
              + population
              + ", "
              + generations
              + ", "
              + maximumPlans);
    }
  }

  /** About 5,000 plans. */
  public static SearchSettings quick(long seed) {
    return new SearchSettings(seed, 100, 50, 5_000);
  }

  /** About 40,000 plans. */
  public static SearchSettings standard(long seed) {
    return new SearchSettings(seed, 200, 200, 40_000);
  }

  /** About 240,000 plans. */
  public static SearchSettings thorough(long seed) {
    return new SearchSettings(seed, 400, 600, 240_000);
  }

  int limit() {
    return (int) Math.min(generations, Math.max(1, maximumPlans / population));
  }
}
