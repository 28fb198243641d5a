package dev.notch.compressor.search;

import dev.notch.compressor.search.ParetoArchive.Scored;
import dev.notch.models.progress.Progress;
import dev.notch.models.width.WidthPlan;
import io.jenetics.ext.moea.Vec;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Searches width plans for low cost and high estimated accuracy within a budget. A point of the
 * space that is over the budget is not rejected but shrunk until it is within ({@link Descent}).
 * The result depends on space, costs, estimate, settings and budget only.
 */
public final class PlanSearch {
  private static final int UNIFORM_CUTS = 16;

  /** An axis with more choices is thinned out. */
  private static final int MOST_CHOICES = 64;

  private final SearchSpace space;
  private final PlanCosts costs;
  private final Objective objective;
  private final AccuracyEstimate accuracy;
  private final SearchSettings settings;
  private final Descent descent;

  public PlanSearch(
      SearchSpace space,
      PlanCosts costs,
      Objective objective,
      AccuracyEstimate accuracy,
      SearchSettings settings) {
    if (accuracy.groups() != space.groups()) {
      throw new IllegalArgumentException(
          "the space has "
              + space.groups()
              + " groups, the accuracy estimate "
              + accuracy.groups());
    }
    this.space = space.thinned(costs.of(objective), MOST_CHOICES);
    this.costs = costs;
    this.objective = objective;
    this.accuracy = accuracy;
    this.settings = settings;
    this.descent = new Descent(this.space, costs.of(objective), accuracy);
  }

  /**
   * @param budget the most a plan may cost, in units of the objective
   */
  public SearchResult run(double budget, Progress progress) {
    if (!(budget > 0)) {
      throw new IllegalArgumentException("the budget must be positive, was " + budget);
    }
    int[] least = new int[space.dimensions()];
    if (descent.cost(least) > budget) {
      return new SearchResult(List.of(candidate(space.decode(least))), false, 1);
    }
    Visited visited = new Visited();
    new Evolution(space, point -> descent.within(budget, point), this::fitness, settings)
        .run(firstPopulation(budget), visited::add, progress);
    new Refinement(space, descent, point -> accuracy.of(space.decode(point)))
        .climb(budget, visited.best, visited::add);
    return new SearchResult(
        visited.archive.front().stream().map(found -> candidate(found.plan())).toList(),
        true,
        visited.plans);
  }

  /** What is left of all points that the search looked at. */
  private final class Visited {
    private final ParetoArchive archive = new ParetoArchive();
    private long plans;
    private int[] best;
    private double bestAccuracy = Double.NEGATIVE_INFINITY;

    void add(int[] point) {
      plans++;
      Scored scored = scored(point);
      archive.add(scored);
      if (scored.accuracy() > bestAccuracy) {
        best = point;
        bestAccuracy = scored.accuracy();
      }
    }
  }

  /** Least time and greatest accuracy, both as something to maximise. */
  private Vec<double[]> fitness(int[] point) {
    WidthPlan plan = space.decode(point);
    return Vec.of(-costs.of(objective).of(plan), accuracy.of(plan));
  }

  private Scored scored(int[] point) {
    WidthPlan plan = space.decode(point);
    return new Scored(costs.of(objective).of(plan), accuracy.of(plan), plan);
  }

  private Candidate candidate(WidthPlan plan) {
    return costs.candidate(plan, accuracy);
  }

  /**
   * Uniform cuts, a greedy walk (above all where it enters the budget) and, for the rest, random
   * points; all of them in the budget.
   */
  private List<int[]> firstPopulation(double budget) {
    List<int[]> first = new ArrayList<>();
    for (int cut = 1; cut <= UNIFORM_CUTS && first.size() < settings.population() / 4; cut++) {
      first.add(space.uniform(cut / (double) UNIFORM_CUTS));
    }
    List<int[]> walk = new Greedy(space, descent, accuracy).walk();
    walk.stream().filter(point -> descent.cost(point) <= budget).findFirst().ifPresent(first::add);
    int share = Math.min(walk.size(), settings.population() / 4);
    for (int i = 0; i < share; i++) {
      first.add(walk.get((int) ((long) i * walk.size() / share)));
    }
    SplittableRandom random = new SplittableRandom(settings.seed());
    while (first.size() < settings.population()) {
      first.add(random(random));
    }
    return first.stream().map(point -> descent.within(budget, point)).toList();
  }

  private int[] random(SplittableRandom random) {
    return IntStream.range(0, space.dimensions()).map(g -> random.nextInt(space.size(g))).toArray();
  }
}
