package dev.notch.profiler;

import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/** Counts different layer configurations, of which only so many may be measured. */
final class SampleBudget {
  private final OptionalInt most;
  private final Set<LayerConfig> known = new HashSet<>();

  /**
   * @param begun what is counted already, whether it fits or not
   */
  SampleBudget(OptionalInt most, Collection<Subject> begun) {
    this.most = most;
    begun.forEach(this::add);
  }

  boolean limited() {
    return most.isPresent();
  }

  /** How many configurations of it would be new. */
  int fresh(Subject subject) {
    return (int) subject.samples().stream().filter(config -> !known.contains(config)).count();
  }

  boolean fits(Subject subject) {
    return most.isEmpty() || known.size() + fresh(subject) <= most.getAsInt();
  }

  void add(Subject subject) {
    known.addAll(subject.samples());
  }

  /** Counts it, if it fits. */
  boolean take(Subject subject) {
    boolean fits = fits(subject);
    if (fits) {
      add(subject);
    }
    return fits;
  }
}
