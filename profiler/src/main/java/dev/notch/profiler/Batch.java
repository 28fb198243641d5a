package dev.notch.profiler;

import dev.notch.profiler.sample.ProfileEffort;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks that are loaded at the same time.
 *
 * @param leastRounds that each network has had when the batch is done, whatever the time
 * @param mostRounds that none exceeds
 */
record Batch(List<Subject> subjects, int leastRounds, int mostRounds) {
  /** Weights that are in memory at the same time; the runtimes hold them about three times over. */
  private static final long WEIGHT_BYTES = 256L << 20;

  double cost() {
    return subjects.stream().mapToDouble(Subject::cost).sum();
  }

  /**
   * All batches in order. What fits into one batch is loaded once; otherwise all batches come by
   * several times, so that the rounds of each network are spread in time.
   */
  static List<Batch> schedule(List<Subject> subjects, ProfileEffort effort) {
    List<List<Subject>> parts = split(subjects);
    int passes = parts.size() == 1 ? 1 : effort.passes();
    List<Batch> schedule = new ArrayList<>();
    for (int pass = 1; pass <= passes; pass++) {
      int least = share(effort.rounds().least(), pass, passes);
      int most = share(effort.rounds().most(), pass, passes);
      parts.forEach(part -> schedule.add(new Batch(part, least, most)));
    }
    return schedule;
  }

  private static int share(int rounds, int pass, int passes) {
    return (int) Math.ceil((double) rounds * pass / passes);
  }

  private static List<List<Subject>> split(List<Subject> subjects) {
    List<List<Subject>> parts = new ArrayList<>();
    List<Subject> current = new ArrayList<>();
    long bytes = 0;
    for (Subject subject : subjects) {
      if (!current.isEmpty() && bytes + subject.weightBytes() > WEIGHT_BYTES) {
        parts.add(List.copyOf(current));
        current.clear();
        bytes = 0;
      }
      current.add(subject);
      bytes += subject.weightBytes();
    }
    parts.add(List.copyOf(current));
    return parts;
  }
}
