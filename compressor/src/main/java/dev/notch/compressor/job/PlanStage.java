package dev.notch.compressor.job;

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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds a plan whose cost is what was asked for. Predicted time is only where the search starts:
 * each plan it proposes is measured beside the baseline, and where prediction and clock disagree,
 * the predictions are corrected by their quotient and the search goes back.
 *
 * @param measure a plan against the baseline
 */
record PlanStage(
    Setting setting,
    PlanCosts costs,
    AccuracyEstimate accuracy,
    Aim aim,
    Function<WidthPlan, Race> measure) {
  /** Plans are chosen a little more strictly than results are judged: they are measured again. */
  private static final double CHOSEN_WITHIN = 1.02;

  /** A plan that uses less of the budget than this leaves accuracy on the table. */
  private static final double WORTH_USING = 0.9;

  /** No group is cut below this fraction of its channels. */
  private static final double LEAST_FRACTION = 1.0 / 16;

  private static final int FRONT_EXCERPT = 12;

  /**
   * @param reachable whether it is predicted to cost what was asked for
   */
  private record Proposal(WidthPlan plan, boolean reachable, SearchSummary search) {}

  /** One proposal of the search, what it really costs, and what it was allowed to. */
  private record Tried(
      Candidate candidate,
      double ratio,
      double allowed,
      boolean reachable,
      Optional<Race> race,
      SearchSummary search) {

    boolean within(double tolerance) {
      return ratio <= allowed * tolerance;
    }

    boolean usesTheBudget() {
      return within(CHOSEN_WITHIN) && ratio >= allowed * WORTH_USING;
    }
  }

  /**
   * The plan with the best estimated accuracy among those that cost at most the fraction; if there
   * is none, the cheapest that was tried.
   *
   * @param fraction of the baseline's cost
   */
  Choice choose(double fraction, Progress progress) {
    List<Tried> tried = new ArrayList<>();
    List<Correction> corrections = new ArrayList<>();
    double factor = 1;
    double target = fraction;
    for (int attempt = 0; attempt <= setting.effort().corrections(); attempt++) {
      Proposal proposal = propose(target / factor, progress);
      if (tried.stream().anyMatch(t -> t.candidate().plan().equals(proposal.plan()))) {
        break; // there is nothing better near the budget
      }
      Tried now = price(fraction, proposal);
      tried.add(now);
      boolean hopeless = !now.reachable() && !now.within(CHOSEN_WITHIN);
      if (now.race().isEmpty() || hopeless || now.usesTheBudget()) {
        break;
      }
      target = now.allowed();
      factor = now.ratio() / predictedRatio(now.candidate());
      corrections.add(correction(now, factor));
      progress.note(
          String.format(
              java.util.Locale.ROOT,
              "measured %.3f of the baseline's time, predicted %.3f: searching again",
              now.ratio(),
              predictedRatio(now.candidate())));
    }
    return choice(best(tried), corrections);
  }

  /**
   * @param predicted the fraction to search for: what was asked, after corrections
   */
  private Proposal propose(double predicted, Progress progress) {
    long start = System.nanoTime();
    Objective objective = objective();
    SearchSpace space = SearchSpace.of(groups()).atLeast(LEAST_FRACTION);
    double budget = predicted * costs.of(objective).of(groups().full());
    SearchSettings settings = setting.effort().search().settings(setting.request().work().seed());
    progress.stage("search");
    SearchResult found =
        new PlanSearch(space, costs, objective, accuracy, settings).run(budget, progress);
    WidthPlan plan =
        objective == Objective.TIME
            ? new Expansion(space, costs.of(objective)).expand(found.best().plan())
            : found.best().plan();
    SearchSummary summary = summary(found, (System.nanoTime() - start) / 1e9);
    return new Proposal(plan, found.withinBudget(), summary);
  }

  /**
   * @param asked fraction of the baseline's cost
   */
  private Tried price(double asked, Proposal proposal) {
    Candidate candidate = costs.candidate(proposal.plan(), accuracy);
    boolean reachable = proposal.reachable();
    SearchSummary summary = proposal.search();
    if (objective() != Objective.TIME) {
      double ratio = predictedRatio(candidate);
      return new Tried(candidate, ratio, asked, reachable, Optional.empty(), summary);
    }
    Race race = measure.apply(candidate.plan());
    double allowed = asked * aim.drift(race);
    return new Tried(candidate, race.ratio(), allowed, reachable, Optional.of(race), summary);
  }

  private static Tried best(List<Tried> tried) {
    return tried.stream()
        .filter(t -> t.within(Budget.TOLERANCE))
        .max(Comparator.comparingDouble(t -> t.candidate().estimatedAccuracy()))
        .orElseGet(
            () -> tried.stream().min(Comparator.comparingDouble(Tried::ratio)).orElseThrow());
  }

  private Choice choice(Tried tried, List<Correction> corrections) {
    return new Choice(
        groups().toMap(tried.candidate().plan()),
        tried.candidate().predictedMs(),
        tried.ratio(),
        tried.within(Budget.TOLERANCE),
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
    return setting.deployedGroups();
  }
}
