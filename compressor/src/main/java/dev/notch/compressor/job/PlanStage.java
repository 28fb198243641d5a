package dev.notch.compressor.job;

import dev.notch.compressor.Budget;
import dev.notch.compressor.run.CompressionResult.Correction;
import dev.notch.compressor.run.CompressionResult.ParetoPoint;
import dev.notch.compressor.run.CompressionResult.SearchSummary;
import dev.notch.compressor.search.AccuracyEstimate;
import dev.notch.compressor.search.Candidate;
import dev.notch.compressor.search.Expansion;
import dev.notch.compressor.search.Objective;
import dev.notch.compressor.search.PlanCosts;
import dev.notch.compressor.search.PlanSearch;
import dev.notch.compressor.search.SearchResult;
import dev.notch.compressor.search.SearchSettings;
import dev.notch.compressor.search.SearchSpace;
import dev.notch.models.progress.Progress;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Finds a plan whose cost is what was asked for. Predicted time is only where the search starts:
 * each plan it proposes is measured beside the baseline, and where prediction and clock disagree,
 * the predictions are corrected by their quotient and the search goes back.
 *
 * @param measure a plan against the baseline; the name tells measurements apart
 */
record PlanStage(
    Setting setting,
    PlanCosts costs,
    AccuracyEstimate accuracy,
    BiFunction<String, WidthPlan, Race> measure) {
  /** A plan that uses less of the budget than this leaves accuracy on the table. */
  private static final double WORTH_USING = 0.9;

  /** No group is cut below this fraction of its channels. */
  private static final double LEAST_FRACTION = 1.0 / 16;

  private static final int FRONT_EXCERPT = 12;

  /** One proposal of the search and what it really costs. */
  private record Tried(
      Candidate candidate,
      double ratio,
      boolean reachable,
      Optional<Race> race,
      SearchSummary search) {}

  /**
   * The plan with the best estimated accuracy among those that cost at most the fraction; if there
   * is none, the cheapest that was tried.
   *
   * @param name of this choice within the run
   * @param fraction of the baseline's cost
   */
  Choice choose(String name, double fraction, Progress progress) {
    List<Tried> tried = new ArrayList<>();
    List<Correction> corrections = new ArrayList<>();
    double factor = 1;
    for (int attempt = 0; attempt <= setting.effort().corrections(); attempt++) {
      Tried now = propose(name + "." + attempt, fraction / factor, progress);
      tried.add(now);
      if (now.race().isEmpty() || !now.reachable() || close(now.ratio(), fraction)) {
        break;
      }
      factor = now.ratio() / predictedRatio(now.candidate());
      corrections.add(correction(now, factor));
      progress.note(
          String.format(
              java.util.Locale.ROOT,
              "measured %.3f of the baseline's time, predicted %.3f: searching again",
              now.ratio(),
              predictedRatio(now.candidate())));
    }
    return choice(best(tried, fraction), fraction, corrections);
  }

  private Tried propose(String name, double fraction, Progress progress) {
    long start = System.nanoTime();
    Objective objective = objective();
    SearchSpace space = SearchSpace.of(groups()).atLeast(LEAST_FRACTION);
    double budget = fraction * costs.of(objective).of(groups().full());
    SearchSettings settings =
        SearchSettings.of(setting.effort().search(), setting.request().work().seed());
    progress.stage("search");
    SearchResult found =
        new PlanSearch(space, costs, objective, accuracy, settings).run(budget, progress);
    WidthPlan plan =
        objective == Objective.TIME
            ? new Expansion(space, costs.of(objective)).expand(found.best().plan())
            : found.best().plan();
    SearchSummary summary = summary(found, (System.nanoTime() - start) / 1e9);
    return price(name, costs.candidate(plan, accuracy), found.withinBudget(), summary);
  }

  private Tried price(String name, Candidate candidate, boolean reachable, SearchSummary summary) {
    if (objective() != Objective.TIME) {
      return new Tried(candidate, predictedRatio(candidate), reachable, Optional.empty(), summary);
    }
    Race race = measure.apply(name, candidate.plan());
    return new Tried(candidate, race.ratio(), reachable, Optional.of(race), summary);
  }

  private static boolean close(double ratio, double fraction) {
    return ratio <= fraction * Budget.TOLERANCE && ratio >= fraction * WORTH_USING;
  }

  private Tried best(List<Tried> tried, double fraction) {
    return tried.stream()
        .filter(t -> t.ratio() <= fraction * Budget.TOLERANCE)
        .max(java.util.Comparator.comparingDouble(t -> t.candidate().estimatedAccuracy()))
        .orElseGet(
            () ->
                tried.stream()
                    .min(java.util.Comparator.comparingDouble(Tried::ratio))
                    .orElseThrow());
  }

  private Choice choice(Tried tried, double fraction, List<Correction> corrections) {
    return new Choice(
        groups().toMap(tried.candidate().plan()),
        tried.candidate().predictedMs(),
        tried.ratio(),
        tried.ratio() <= fraction * Budget.TOLERANCE,
        tried.race(),
        corrections,
        tried.search());
  }

  private double predictedRatio(Candidate candidate) {
    return candidate.cost(objective()) / costs.of(objective()).of(groups().full());
  }

  private Correction correction(Tried tried, double factor) {
    double measured = tried.race().orElseThrow().narrowed().quietMs();
    return new Correction(tried.candidate().predictedMs(), measured, factor);
  }

  private static SearchSummary summary(SearchResult found, double seconds) {
    return new SearchSummary(
        found.plans(),
        seconds,
        found.excerpt(FRONT_EXCERPT).stream()
            .map(
                c ->
                    new ParetoPoint(
                        c.predictedMs(), c.estimatedAccuracy(), c.macs(), c.parameters()))
            .toList());
  }

  private Objective objective() {
    return setting.request().target().objective();
  }

  private ChannelGroups groups() {
    return setting.groups();
  }
}
