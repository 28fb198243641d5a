package dev.notch.profiler.compare;

import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Executable;
import dev.notch.profiler.clock.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Measures networks against each other: in one run, in turns, in random order in every round, so
 * that whatever the machine does, it does to all of them.
 *
 * @param threads that execute the networks
 * @param rounds least number of visits to each network, 2 or more
 * @param seconds further rounds are added until this time has passed: machines are slow for seconds
 *     at a time, and a shorter measurement may see nothing else
 * @param seed of the order
 */
public record Comparison(
    Backend backend, Timer timer, int threads, int rounds, double seconds, long seed) {
  private static final int WARM_UP_RUNS = 5;
  private static final double NANOS_PER_SECOND = 1e9;

  public Comparison {
    if (rounds < 2) {
      throw new IllegalArgumentException("a comparison needs at least 2 rounds, had " + rounds);
    }
  }

  /** A network with the weights to run it with. */
  public record Entry(Network network, Weights weights) {}

  /**
   * Measures the entries; the caller holds the right to measure.
   *
   * @return one for each entry, in order
   * @throws dev.notch.models.progress.CancelledException if the user stops it
   */
  public List<Visits> run(List<Entry> entries, Progress progress) {
    List<Supplier<Executable>> openers = new ArrayList<>();
    for (Entry entry : entries) {
      openers.add(() -> backend.open(entry.network(), entry.weights(), threads));
    }
    return measure(openers, progress);
  }

  /** Measures whatever can be run, in the same way. */
  public List<Visits> measure(List<Supplier<Executable>> openers, Progress progress) {
    List<Executable> sessions = new ArrayList<>();
    try {
      for (Supplier<Executable> opener : openers) {
        Executable session = opener.get();
        sessions.add(session);
        timer.warmUp(session, WARM_UP_RUNS);
      }
      return visit(sessions, progress);
    } finally {
      sessions.forEach(Executable::close);
    }
  }

  private List<Visits> visit(List<Executable> sessions, Progress progress) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<double[]>> micros = new ArrayList<>();
    sessions.forEach(session -> micros.add(new ArrayList<>()));
    long start = timer.clock().nanos();
    double passed = 0;
    for (int round = 0; round < rounds || passed < seconds; round++) {
      for (int index : shuffled(sessions.size(), random)) {
        progress.check();
        micros.get(index).add(timer.visit(sessions.get(index)));
      }
      passed = (timer.clock().nanos() - start) / NANOS_PER_SECOND;
      report(round + 1, passed, micros, progress);
    }
    return micros.stream().map(visits -> new Visits(visits.toArray(double[][]::new))).toList();
  }

  private void report(int round, double passed, List<List<double[]>> micros, Progress progress) {
    StringBuilder text = new StringBuilder("last runs");
    for (List<double[]> network : micros) {
      text.append(String.format(Locale.ROOT, " %.2f", network.get(round - 1)[0] / 1000));
    }
    double share = Math.min(round / (double) rounds, seconds > 0 ? passed / seconds : 1);
    progress.update(Math.round(100 * Math.min(share, 1)), 100, text.append(" ms").toString());
  }

  private static int[] shuffled(int size, SplittableRandom random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
