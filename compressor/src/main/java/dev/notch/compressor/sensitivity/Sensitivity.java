package dev.notch.compressor.sensitivity;

import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.search.Axis;
import dev.notch.compressor.search.SearchSpace;
import dev.notch.compressor.sensitivity.SensitivityProfile.AxisProfile;
import dev.notch.compressor.sensitivity.SensitivityProfile.Point;
import dev.notch.compressor.sensitivity.SensitivityProfile.Source;
import dev.notch.models.progress.Progress;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Measures a network's accuracy against the width of its groups, one axis at a time, with a given
 * number of probes. The same probe gives the same profile; no clock is read.
 */
public final class Sensitivity {
  /** An axis that was not measured follows so many measured ones, the nearer the more. */
  private static final int SOURCES = 2;

  /** Keeps the weight of an equal finite. */
  private static final double NEAR = 0.1;

  private final ChannelGroups groups;
  private final SearchSpace space;
  private final Probe probe;
  private final int classes;

  public Sensitivity(ChannelGroups groups, Probe probe) {
    this(groups, probe, groups.network().classes());
  }

  /**
   * @param classes one divided by what is right by chance
   */
  public Sensitivity(ChannelGroups groups, Probe probe, int classes) {
    this.classes = classes;
    this.groups = groups;
    this.space = SearchSpace.of(groups);
    this.probe = probe;
  }

  /**
   * @param fractions of the channels at which to measure, within (0, 1)
   * @param probes how many there may be beside the one of the whole network
   * @param journal remembers finished probes until all are done
   * @param provenance all that the probes depend on, by name; another one makes a new journal
   */
  public SensitivityProfile measure(
      List<Double> fractions,
      int probes,
      Path journal,
      Map<String, String> provenance,
      Progress progress) {
    ProbePlan plan = ProbePlan.of(space, groups, fractions, probes);
    ProbeJournal done = new ProbeJournal(journal, provenance.toString());
    int total = 1 + plan.measured().stream().mapToInt(a -> plan.choices(space, a).size()).sum();
    Counter counter = new Counter(done, total, progress);
    double baseline = counter.accuracy(space.baseline(), "all channels");
    List<AxisProfile> measured = new ArrayList<>();
    for (int axis : plan.measured()) {
      measured.add(measure(axis, plan.choices(space, axis), counter));
    }
    return new SensitivityProfile(
        SensitivityProfile.FORMAT,
        CompressionResult.thisTool(),
        groups.network().name(),
        classes,
        baseline,
        provenance,
        complete(plan, measured));
  }

  /** Runs probes that the journal does not have, and counts all. */
  private final class Counter {
    private final ProbeJournal journal;
    private final int total;
    private final Progress progress;
    private int count;

    Counter(ProbeJournal journal, int total, Progress progress) {
      this.journal = journal;
      this.total = total;
      this.progress = progress;
    }

    double accuracy(WidthPlan plan, String name) {
      progress.check();
      OptionalDouble known = journal.find(plan.toArray());
      double accuracy = known.orElseGet(() -> probe.accuracy(plan, quiet(progress)));
      if (known.isEmpty()) {
        journal.add(plan.toArray(), accuracy);
      }
      progress.update(++count, total, name);
      return accuracy;
    }
  }

  /** Passes on the wish to stop, but not the progress within a probe. */
  private static Progress quiet(Progress progress) {
    return new Progress() {
      @Override
      public void stage(String name) {}

      @Override
      public void update(long done, long total, String message) {}

      @Override
      public void note(String message) {
        progress.note(message);
      }

      @Override
      public boolean cancelled() {
        return progress.cancelled();
      }
    };
  }

  private AxisProfile measure(int axis, List<Integer> choices, Counter counter) {
    List<Point> points = new ArrayList<>();
    for (int choice : choices) {
      double accuracy = counter.accuracy(space.cut(axis, choice), names(axis).get(0));
      points.add(new Point(space.axis(axis).fraction(choice), accuracy));
    }
    return new AxisProfile(names(axis), points, List.of());
  }

  /** Every axis, in order; those that were not measured say from which they are interpolated. */
  private List<AxisProfile> complete(ProbePlan plan, List<AxisProfile> measured) {
    List<AxisProfile> all = new ArrayList<>();
    for (int axis = 0; axis < space.dimensions(); axis++) {
      int place = plan.measured().indexOf(axis);
      boolean free = place >= 0 && !measured.get(place).measured().isEmpty();
      all.add(
          free || space.size(axis) == 1
              ? new AxisProfile(
                  names(axis), free ? measured.get(place).measured() : List.of(), List.of())
              : new AxisProfile(names(axis), List.of(), sources(axis, plan, measured)));
    }
    return all;
  }

  private List<Source> sources(int axis, ProbePlan plan, List<AxisProfile> measured) {
    Likeness likeness = new Likeness(groups);
    Axis wanted = space.axis(axis);
    List<Integer> nearest =
        IntStream.range(0, measured.size())
            .filter(i -> !measured.get(i).measured().isEmpty())
            .boxed()
            .sorted(
                Comparator.comparingDouble(
                    i -> likeness.distance(wanted, space.axis(plan.measured().get(i)))))
            .limit(SOURCES)
            .toList();
    double[] weights =
        nearest.stream()
            .mapToDouble(
                i -> 1 / (NEAR + likeness.distance(wanted, space.axis(plan.measured().get(i)))))
            .toArray();
    double sum = IntStream.range(0, weights.length).mapToDouble(i -> weights[i]).sum();
    return IntStream.range(0, weights.length)
        .mapToObj(i -> new Source(measured.get(nearest.get(i)).groups().get(0), weights[i] / sum))
        .toList();
  }

  private List<String> names(int axis) {
    return IntStream.of(space.axis(axis).groups())
        .mapToObj(id -> groups.groups().get(id).name())
        .toList();
  }
}
