package dev.notch.compressor.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.progress.CancelledException;
import dev.notch.models.progress.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanSearchTest {

  private static SearchResult search(Synthetic made, double budget, SearchSettings settings) {
    return new PlanSearch(made.space(), made.costs(), Objective.TIME, made.accuracy(), settings)
        .run(budget, Progress.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void findsTheWholeFrontOfTinySpaces(long seed) {
    Synthetic made = Synthetic.random(seed, 4, 5);
    double budget = 0.6 * made.time(made.space().baseline());

    List<Candidate> found = search(made, budget, new SearchSettings(seed, 100, 50)).front();

    assertThat(objectives(found)).as("seed %d", seed).isEqualTo(exhaustiveFront(made, budget));
  }

  /** Cost and accuracy of every plan within the budget that no other one dominates. */
  private static List<List<Double>> exhaustiveFront(Synthetic made, double budget) {
    List<Candidate> all =
        made.all().stream()
            .map(plan -> made.costs().candidate(plan, made.accuracy()))
            .filter(candidate -> candidate.predictedMs() <= budget)
            .toList();
    return objectives(
        all.stream()
            .filter(a -> all.stream().noneMatch(b -> dominates(b, a)))
            .sorted(java.util.Comparator.comparing(Candidate::predictedMs))
            .toList());
  }

  private static boolean dominates(Candidate a, Candidate b) {
    return a.predictedMs() <= b.predictedMs()
        && a.estimatedAccuracy() >= b.estimatedAccuracy()
        && (a.predictedMs() < b.predictedMs() || a.estimatedAccuracy() > b.estimatedAccuracy());
  }

  private static List<List<Double>> objectives(List<Candidate> candidates) {
    return candidates.stream()
        .map(c -> List.of(c.predictedMs(), c.estimatedAccuracy()))
        .distinct()
        .toList();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void isAtLeastAsGoodAsGreedyOnLargeSpaces(long seed) {
    Synthetic made = Synthetic.random(seed, 30, 24);
    double budget = 0.5 * made.time(made.space().baseline());

    Candidate best = search(made, budget, new SearchSettings(seed, 100, 50)).best();

    assertThat(best.predictedMs()).isLessThanOrEqualTo(budget);
    assertThat(best.estimatedAccuracy())
        .as("seed %d", seed)
        .isGreaterThanOrEqualTo(greedy(made, budget));
  }

  private static double greedy(Synthetic made, double budget) {
    Descent descent = new Descent(made.space(), made.costs().time(), made.accuracy());
    return new Greedy(made.space(), descent, made.accuracy())
        .walk().stream()
            .map(made.space()::decode)
            .filter(plan -> made.time(plan) <= budget)
            .mapToDouble(made.accuracy()::of)
            .max()
            .orElseThrow();
  }

  @Test
  void everyPlanOfTheFrontIsWithinTheBudget() {
    Synthetic made = Synthetic.random(5, 20, 16);
    for (double share : new double[] {0.1, 0.3, 0.7, 1, 5}) {
      double budget = share * made.time(made.space().baseline());
      SearchResult result = search(made, budget, new SearchSettings(5, 40, 10));
      assertThat(result.front())
          .allSatisfy(c -> assertThat(c.predictedMs()).isLessThanOrEqualTo(budget));
      assertThat(result.plans()).isGreaterThanOrEqualTo(400);
    }
  }

  @Test
  void showsTheLeastPlanWhenNoneIsWithinTheBudget() {
    Synthetic made = Synthetic.random(6, 6, 6);
    SearchResult result = search(made, 1e-6, new SearchSettings(1, 100, 50));

    assertThat(result.withinBudget()).isFalse();
    assertThat(result.best().plan()).isEqualTo(made.space().decode(new int[6]));
  }

  @Test
  void honoursTheObjective() {
    Synthetic made = Synthetic.random(7, 8, 8);
    double budget = 0.4 * made.costs().macs().of(made.space().baseline());
    SearchResult result =
        new PlanSearch(
                made.space(),
                made.costs(),
                Objective.MACS,
                made.accuracy(),
                new SearchSettings(7, 100, 50))
            .run(budget, Progress.NONE);

    assertThat(result.front())
        .isNotEmpty()
        .allSatisfy(c -> assertThat((double) c.macs()).isLessThanOrEqualTo(budget));
  }

  @Test
  void sameSeedSameFrontOtherSeedOtherFront() {
    assertThat(smallFront(3)).isEqualTo(smallFront(3)).isNotEqualTo(smallFront(4));
  }

  private static List<Candidate> smallFront(long seed) {
    Synthetic made = Synthetic.random(99, 24, 20);
    double budget = 0.5 * made.time(made.space().baseline());
    return search(made, budget, new SearchSettings(seed, 40, 12)).front();
  }

  /** Identity hashes differ between the two processes, so that nothing can hang on their order. */
  @Test
  void sameFrontInAnotherProcess() throws Exception {
    assertThat(frontOfNewProcess("-XX:hashCode=0"))
        .isEqualTo(frontOfNewProcess("-XX:hashCode=2"))
        .isEqualTo(render(smallFront(3)));
  }

  private static String frontOfNewProcess(String option) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UnlockExperimentalVMOptions", option));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), PlanSearchTest.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).isZero();
    return output;
  }

  private static String render(List<Candidate> front) {
    StringBuilder text = new StringBuilder();
    front.forEach(
        c -> text.append(String.format(Locale.ROOT, "%s %.17g;", c.plan(), c.estimatedAccuracy())));
    return text.toString();
  }

  public static void main(String[] arguments) {
    System.out.println(render(smallFront(3)));
  }

  @Test
  void stopsWhenCancelled() {
    Synthetic made = Synthetic.random(8, 6, 6);
    Progress cancelled =
        new Progress() {
          @Override
          public void stage(String name) {}

          @Override
          public void update(long done, long total, String message) {}

          @Override
          public void note(String message) {}

          @Override
          public boolean cancelled() {
            return true;
          }
        };
    PlanSearch search =
        new PlanSearch(
            made.space(),
            made.costs(),
            Objective.TIME,
            made.accuracy(),
            new SearchSettings(1, 100, 50));

    assertThatThrownBy(() -> search.run(100, cancelled)).isInstanceOf(CancelledException.class);
  }
}
