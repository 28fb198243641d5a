package dev.notch.profiler;

import dev.notch.models.graph.Network;
import dev.notch.models.weights.Initializer;
import java.util.ArrayList;
import java.util.List;

/** Sessions that are loaded together and closed together. */
final class OpenSessions implements AutoCloseable {
  private final Backend backend;
  private final int threads;
  private final long seed;
  private final List<Session> sessions = new ArrayList<>();

  OpenSessions(Backend backend, int threads, long seed) {
    this.backend = backend;
    this.threads = threads;
    this.seed = seed;
  }

  Session open(Network network) {
    Session session = backend.open(network, Initializer.initialize(network, seed), threads);
    sessions.add(session);
    return session;
  }

  @Override
  public void close() {
    sessions.forEach(Session::close);
    sessions.clear();
  }
}
