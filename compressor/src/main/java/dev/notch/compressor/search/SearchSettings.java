package dev.notch.compressor.search;

/**
 * How hard and from which random numbers a search works. Limits are counts, never seconds, so that
 * equal settings give equal results on any machine: it looks at {@code population * generations}
 * plans.
 *
 * @param seed of all random choices
 * @param population plans per generation
 * @param generations how many
 */
public record SearchSettings(long seed, int population, int generations) {

  public SearchSettings {
    if (population < 4 || generations < 1) {
      throw new IllegalArgumentException(
          "a search needs a population of at least 4 and a generation, was "
              + population
              + " and "
              + generations);
    }
  }
}
