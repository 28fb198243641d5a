package dev.notch.profiler;

import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.sample.ConfigSampler;
import dev.notch.profiler.sample.SingleLayer;
import dev.notch.profiler.store.Measurement;
import dev.notch.profiler.store.NoiseFloor;
import dev.notch.profiler.store.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A few layers that are visited in turn throughout a profile, to see how well the clock repeats.
 */
final class Sentinels {
  private record Sentinel(LayerConfig config, Session session) {}

  private final List<Sentinel> all = new ArrayList<>();
  private final List<Measurement> visits = new ArrayList<>();
  private int next;

  Sentinels(OpenSessions sessions, Timer timer, int warmUps) {
    for (LayerConfig config : ConfigSampler.sentinels()) {
      Session session = sessions.open(SingleLayer.of(config));
      timer.warmUp(session, warmUps);
      all.add(new Sentinel(config, session));
    }
  }

  /** Visits the next one. */
  Measurement visit(Timer timer, VisitFactory factory) {
    Sentinel sentinel = all.get(next);
    next = (next + 1) % all.size();
    String subject = sentinel.config().text();
    Measurement.Visit visit = factory.visit(Origin.SENTINEL, subject);
    Measurement measured =
        Measurement.whole(Origin.SENTINEL, subject, visit, timer.visit(sentinel.session()));
    visits.add(measured);
    return measured;
  }

  /** What the sentinels of this run say so far. */
  OptionalDouble noiseFloor() {
    return NoiseFloor.of(visits);
  }

  /** Who numbers visits. */
  interface VisitFactory {
    Measurement.Visit visit(Origin origin, String subject);
  }
}
