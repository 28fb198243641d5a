package dev.notch.profiler;

import dev.notch.profiler.NetworkChooser.Candidate;
import dev.notch.profiler.NetworkChooser.Ranking;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.store.MeasuredNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How the networks of a profile become more: some are drawn by the seed, the others chosen in
 * waves, each a fixed factor larger than all before. What was chosen is what the store describes
 * besides the seeded ones, in that order. Nothing else needs to be kept, and a profile that goes on
 * chooses what it would have chosen: the pool of a wave depends on the seed and the wave's number,
 * the choice on what was measured before, and all of a wave is described before any of it is
 * measured.
 */
final class Growth {
  private final ProfileEffort effort;
  private final List<Subject> seeded;
  private final CandidatePool pool;
  private final int first;
  private final int wanted;

  Growth(ProfileRequest request, Lowering lowering) {
    this.effort = request.effort();
    this.seeded = SeededSubjects.of(request, lowering);
    this.pool = new CandidatePool(request, lowering);
    this.first = networks(seeded).size();
    this.wanted = effort.adaptive().seeded() < 1 ? request.networkCount() : first;
  }

  /** What was begun if the store describes these networks: the seeded ones and those chosen. */
  List<Subject> begun(List<MeasuredNetwork> stored) {
    Set<String> drawn = seeded.stream().map(Subject::id).collect(Collectors.toSet());
    List<Subject> begun = new ArrayList<>(seeded);
    stored.stream()
        .filter(network -> !network.calibration() && !drawn.contains(network.id()))
        .flatMap(network -> pool.rebuilt(network).stream())
        .limit(Math.max(0, wanted - first))
        .forEach(begun::add);
    return begun;
  }

  /** Whether more networks are to be begun: some are missing, and one of the next wave fits. */
  boolean goesOn(List<Subject> begun) {
    int count = networks(begun).size();
    if (count >= wanted) {
      return false;
    }
    SampleBudget budget = new SampleBudget(effort.samples(), begun);
    return !budget.limited()
        || pool.plain(wave(count)).stream()
            .anyMatch(subject -> !begun.contains(subject) && budget.fits(subject));
  }

  /** Whether a wave is described as a whole, so that it is to be measured before the next one. */
  boolean waveEnds(List<Subject> begun) {
    int count = networks(begun).size();
    return count == first || count == end(wave(count) - 1);
  }

  /** What is left to choose of the wave. */
  List<Subject> next(List<Subject> begun, Ranking ranking) {
    int wave = wave(networks(begun).size());
    Map<String, Subject> subjects = new LinkedHashMap<>();
    pool.of(wave, ranking.suspects()).forEach(subject -> subjects.put(subject.id(), subject));
    List<MeasuredNetwork> all = networks(List.copyOf(subjects.values()));
    List<Subject> grown = new ArrayList<>(begun);
    begun.forEach(subject -> subjects.remove(subject.id()));
    SampleBudget budget = new SampleBudget(effort.samples(), begun);
    while (networks(grown).size() < end(wave)
        && subjects.values().stream().anyMatch(budget::fits)) {
      Candidate chosen =
          ranking.next(networks(grown), all, candidates(List.copyOf(subjects.values()), budget));
      Subject subject = subjects.remove(chosen.network().id());
      budget.add(subject);
      grown.add(subject);
    }
    return grown.subList(begun.size(), grown.size());
  }

  /** Where samples are scarce they are what a network costs, otherwise its time. */
  private static List<Candidate> candidates(List<Subject> subjects, SampleBudget budget) {
    return subjects.stream()
        .filter(budget::fits)
        .map(
            subject ->
                new Candidate(
                    subject.measured().orElseThrow(),
                    budget.limited() ? Math.max(1, budget.fresh(subject)) : subject.cost()))
        .toList();
  }

  private static List<MeasuredNetwork> networks(List<Subject> subjects) {
    return subjects.stream()
        .flatMap(subject -> subject.measured().stream())
        .filter(network -> !network.calibration())
        .toList();
  }

  /** The number, from 1, of the wave in which the next network is chosen. */
  private int wave(int count) {
    int wave = 1;
    while (end(wave) <= count) {
      wave++;
    }
    return wave;
  }

  /** How many networks there are after a wave. */
  private int end(int wave) {
    double factor =
        Math.pow(effort.adaptive().seeded(), -wave / (double) effort.adaptive().waves());
    return Math.min(wanted, (int) Math.ceil(first * factor));
  }
}
