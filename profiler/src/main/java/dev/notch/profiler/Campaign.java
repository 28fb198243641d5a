package dev.notch.profiler;

import dev.notch.models.progress.Progress;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.profiler.sample.ProfileEffort.Rounds;
import dev.notch.profiler.store.Measurement;
import dev.notch.profiler.store.Measurement.Visit;
import dev.notch.profiler.store.MeasurementStore;
import dev.notch.profiler.store.Origin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * One run of the clock over many networks: in batches that fit in memory, each batch in many short
 * rounds in random order, sentinels in between, until the batch's share of the time is over.
 */
final class Campaign {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int WARM_UPS = 3;
  private static final int SENTINEL_EVERY = 4;

  /** Until Java has compiled what it runs, and the processor has left its idle clock. */
  private static final double WARM_UP_SECONDS = 2;

  /**
   * The first runs of a session that was loaded for a trace find nothing in place; a long run needs
   * few.
   */
  private static final int LEAST_TRACE_WARM_UPS = 2;

  private static final int MOST_TRACE_WARM_UPS = 12;

  private static final int TRACED_RUNS = 5;

  /** Rounds of each network that the choice of the next ones rests on. */
  private static final int CHOICE_ROUNDS = 3;

  private final Backend backend;
  private final Timer timer;
  private final MeasurementStore store;
  private final ProfileRequest request;
  private final String device;
  private final Progress progress;
  private final long weightBytes;
  private final String clockId = Long.toHexString(System.currentTimeMillis());
  private final long start;
  private final Random random;
  private boolean warm;
  private long visits;
  private long samples;

  Campaign(
      Backend backend,
      Timer timer,
      MeasurementStore store,
      ProfileRequest request,
      Device device,
      Progress progress) {
    this.backend = backend;
    this.timer = timer;
    this.store = store;
    this.request = request;
    this.device = device.fingerprint();
    this.weightBytes = Batch.weightBytes(device.memoryGib());
    this.progress = progress;
    this.start = timer.clock().nanos();
    this.random = new Random(request.seed());
  }

  /** Measures everything; returns the noise floor of this run. */
  OptionalDouble run(Growth growth, NetworkChooser chooser, OpenSessions sentinelSessions) {
    Sentinels sentinels = new Sentinels(sentinelSessions, timer, WARM_UPS);
    List<Subject> subjects = grown(growth, chooser, sentinels);
    List<Batch> schedule = Batch.schedule(subjects, request.effort(), weightBytes);
    double costLeft = schedule.stream().mapToDouble(Batch::cost).sum();
    for (Batch batch : schedule) {
      double left = request.effort().seconds() - seconds();
      measure(batch, seconds() + Math.max(left, 0) * batch.cost() / costLeft, sentinels);
      costLeft -= batch.cost();
    }
    return sentinels.noiseFloor();
  }

  /** Measures just enough to choose what is missing, wave by wave. */
  private List<Subject> grown(Growth growth, NetworkChooser chooser, Sentinels sentinels) {
    List<Subject> subjects = growth.begun(store.networks());
    describe(subjects);
    while (growth.goesOn(subjects)) {
      if (growth.waveEnds(subjects)) {
        measureForChoice(subjects, sentinels);
      }
      progress.check();
      List<Subject> next = growth.next(subjects, chooser.rank(store.read()));
      describe(next);
      subjects.addAll(next);
    }
    return subjects;
  }

  private void describe(List<Subject> subjects) {
    subjects.forEach(subject -> subject.measured().ifPresent(store::append));
  }

  private void measureForChoice(List<Subject> subjects, Sentinels sentinels) {
    int rounds = Math.min(CHOICE_ROUNDS, request.effort().rounds().least());
    ProfileEffort effort = request.effort().withRounds(new Rounds(rounds, rounds));
    Batch.schedule(subjects, effort, weightBytes).forEach(batch -> measure(batch, 0, sentinels));
  }

  private void measure(Batch batch, double until, Sentinels sentinels) {
    List<Subject> left = new ArrayList<>(batch.subjects());
    left.removeIf(subject -> subject.rounds(store::rounds) >= batch.mostRounds());
    // Where the allocator puts tensors depends on what was loaded before.
    Collections.shuffle(left, random);
    try (OpenSessions sessions = new OpenSessions(backend, request.threads(), request.seed())) {
      Map<String, Session> open = open(left, sessions);
      while (!left.isEmpty()) {
        Collections.shuffle(left, random);
        for (Subject subject : List.copyOf(left)) {
          if (enough(subject, batch, until)) {
            left.remove(subject);
          } else {
            visit(subject, open.get(subject.id()), sentinels);
          }
        }
      }
    }
  }

  private boolean enough(Subject subject, Batch batch, double until) {
    boolean late = seconds() >= until;
    return subject.rounds(store::rounds) >= (late ? batch.leastRounds() : batch.mostRounds());
  }

  private Map<String, Session> open(List<Subject> subjects, OpenSessions sessions) {
    Map<String, Session> open = new LinkedHashMap<>();
    for (Subject subject : subjects) {
      progress.check();
      Session session = sessions.open(subject.network());
      timer.warmUp(session, WARM_UPS);
      open.put(subject.id(), session);
    }
    if (!warm) {
      warmUp(open.values());
      warm = true;
    }
    return open;
  }

  private void warmUp(Collection<Session> sessions) {
    double until = seconds() + WARM_UP_SECONDS;
    while (!sessions.isEmpty() && seconds() < until) {
      progress.check();
      sessions.forEach(Session::run);
    }
  }

  private void visit(Subject subject, Session session, Sentinels sentinels) {
    progress.check();
    if (subject.measured().isPresent()) {
      visitNetwork(subject.id(), session);
    } else {
      append(Origin.ALONE, subject.id(), session);
      samples++;
    }
    if (visits++ % SENTINEL_EVERY == 0) {
      store.append(sentinels.visit(timer, this::next));
    }
    report(sentinels);
  }

  private void visitNetwork(String id, Session session) {
    double micros = append(Origin.TOTAL, id, session);
    Visit visit = next(Origin.CONTEXT, id);
    store.append(traced(id, visit, session.trace(traceWarmUps(micros), TRACED_RUNS)));
    samples += session.lowered().steps().size();
  }

  private static int traceWarmUps(double micros) {
    int enough = (int) Math.ceil(Timer.WARM_MICROS / micros);
    return Math.max(LEAST_TRACE_WARM_UPS, Math.min(enough, MOST_TRACE_WARM_UPS));
  }

  /** Visits a session as a whole; returns the time of its last run in microseconds. */
  private double append(Origin origin, String id, Session session) {
    Visit visit = next(origin, id);
    double[] micros = timer.visit(session);
    store.append(Measurement.whole(origin, id, visit, micros));
    return micros[micros.length - 1];
  }

  private Visit next(Origin origin, String subject) {
    return new Visit(
        clockId, store.rounds(origin, subject), device, timer.referenceMicros(), seconds());
  }

  private static Measurement traced(String id, Visit visit, Trace trace) {
    double[][] bySteps = new double[trace.steps()][trace.runs()];
    for (int run = 0; run < trace.runs(); run++) {
      for (int step = 0; step < trace.steps(); step++) {
        bySteps[step][run] = trace.micros()[run][step];
      }
    }
    return new Measurement(
        Origin.CONTEXT,
        id,
        visit.clock(),
        visit.round(),
        visit.device(),
        visit.referenceMicros(),
        visit.seconds(),
        bySteps,
        trace.events());
  }

  private double seconds() {
    return (timer.clock().nanos() - start) / NANOS_PER_SECOND;
  }

  private void report(Sentinels sentinels) {
    double total = request.effort().seconds();
    double done = Math.min(seconds(), total);
    String noise =
        sentinels.noiseFloor().stream()
            .mapToObj(floor -> String.format(Locale.ROOT, ", noise %.1f %%", 100 * floor))
            .findFirst()
            .orElse("");
    progress.update(
        Math.round(done),
        Math.round(total),
        String.format(Locale.ROOT, "%d samples%s", samples, noise));
  }
}
