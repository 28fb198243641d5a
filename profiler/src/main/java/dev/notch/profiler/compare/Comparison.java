package dev.notch.profiler.compare;

import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.Backend;
import dev.notch.profiler.Session;
import dev.notch.profiler.clock.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Measures networks against each other: in one run, in turns, in random order in every round, so
 * that whatever the machine does, it does to all of them.
 *
 * @param threads that execute the networks
 * @param rounds visits to each network, at least 2
 * @param seed of the order
 */
public record Comparison(Backend backend, Timer timer, int threads, int rounds, long seed) {
  private static final int WARM_UP_RUNS = 5;

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
    List<Session> sessions = new ArrayList<>();
    try {
      for (Entry entry : entries) {
        Session session = backend.open(entry.network(), entry.weights(), threads);
        sessions.add(session);
        timer.warmUp(session, WARM_UP_RUNS);
      }
      return visit(sessions, progress);
    } finally {
      sessions.forEach(Session::close);
    }
  }

  private List<Visits> visit(List<Session> sessions, Progress progress) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][][] micros = new double[sessions.size()][rounds][];
    for (int round = 0; round < rounds; round++) {
      for (int index : shuffled(sessions.size(), random)) {
        progress.check();
        micros[index][round] = timer.visit(sessions.get(index));
      }
      progress.update(round + 1L, rounds, message(micros, round));
    }
    return java.util.Arrays.stream(micros).map(Visits::new).toList();
  }

  private static String message(double[][][] micros, int round) {
    StringBuilder text = new StringBuilder("last runs");
    for (double[][] network : micros) {
      text.append(String.format(Locale.ROOT, " %.2f", network[round][0] / 1000));
    }
    return text.append(" ms").toString();
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
