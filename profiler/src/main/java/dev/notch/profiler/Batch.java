package dev.notch.profiler;

import dev.notch.profiler.sample.ProfileEffort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Networks that are loaded at the same time.
 *
 * @param leastRounds that each network has had when the batch is done, whatever the time
 * @param mostRounds that none exceeds
 */
record Batch(List<Subject> subjects, int leastRounds, int mostRounds) {
  /** Even a small machine holds this much; the runtimes hold weights about three times over. */
  private static final long WEIGHT_BYTES = 256L << 20;

  private static final long GIB = 1L << 30;

  /** The share of the memory that weights may take. */
  private static final int MEMORY_SHARE = 12;

  double cost() {
    return subjects.stream().mapToDouble(Subject::cost).sum();
  }

  /** How many bytes of weights a machine with this much memory holds at the same time. */
  static long weightBytes(long memoryGib) {
    return Math.max(WEIGHT_BYTES, memoryGib * GIB / MEMORY_SHARE);
  }

  /**
   * All batches in order, as few as memory allows. What fits into one batch is loaded once;
   * otherwise all batches come by several times. So the rounds of each network are spread in time:
   * networks that do not fit into the processor's own cache take 5 to 25 % more or less from one
   * minute to the next when others share the outer cache. The variants of a network share a batch,
   * because they are compared with each other, unless they alone do not fit into memory.
   *
   * @param mostBytes of weights that are in memory at the same time
   */
  static List<Batch> schedule(List<Subject> subjects, ProfileEffort effort, long mostBytes) {
    List<List<Subject>> parts = split(subjects, mostBytes);
    int passes = parts.size() == 1 ? 1 : effort.passes();
    List<Batch> schedule = new ArrayList<>();
    for (int pass = 1; pass <= passes; pass++) {
      int least = ProfileEffort.share(effort.rounds().least(), pass, passes);
      int most = ProfileEffort.share(effort.rounds().most(), pass, passes);
      parts.forEach(part -> schedule.add(new Batch(part, least, most)));
    }
    return schedule;
  }

  private static List<List<Subject>> split(List<Subject> subjects, long mostBytes) {
    List<List<Subject>> families = new ArrayList<>();
    families(subjects).forEach(family -> families.addAll(parts(family, mostBytes)));
    List<List<Subject>> batches = new ArrayList<>();
    for (List<Subject> family : families) {
      List<Subject> last = batches.isEmpty() ? List.of() : batches.get(batches.size() - 1);
      if (!last.isEmpty() && bytes(last) + bytes(family) <= mostBytes) {
        last.addAll(family);
      } else {
        batches.add(new ArrayList<>(family));
      }
    }
    return batches.stream().map(List::copyOf).toList();
  }

  /** Neighbours of one name together. */
  private static List<List<Subject>> families(List<Subject> subjects) {
    Map<String, List<Subject>> families = new LinkedHashMap<>();
    subjects.forEach(
        s -> families.computeIfAbsent(s.network().name(), name -> new ArrayList<>()).add(s));
    return List.copyOf(families.values());
  }

  /** A family, cut into as many parts as do not fit together. */
  private static List<List<Subject>> parts(List<Subject> family, long mostBytes) {
    List<List<Subject>> parts = new ArrayList<>();
    List<Subject> current = new ArrayList<>();
    for (Subject subject : family) {
      if (!current.isEmpty() && bytes(current) + subject.weightBytes() > mostBytes) {
        parts.add(current);
        current = new ArrayList<>();
      }
      current.add(subject);
    }
    parts.add(current);
    return parts;
  }

  private static long bytes(List<Subject> subjects) {
    return subjects.stream().mapToLong(Subject::weightBytes).sum();
  }
}
