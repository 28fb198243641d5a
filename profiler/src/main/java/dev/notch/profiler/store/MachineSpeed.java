package dev.notch.profiler.store;

import dev.notch.profiler.Quantiles;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How fast the machine was at each visit, told by the sentinels around it. A processor's clock
 * wanders by some percent over minutes, with its temperature and with what others do, and whatever
 * stays in its own caches wanders with it. Dividing by the sentinels' local slowness takes that
 * off: two profiles of the same networks 100 minutes apart then differ by 3.1 instead of 7.2 %
 * (ONNX Runtime, two shared cores, tried with the 40th percentile).
 */
final class MachineSpeed {
  /** Sentinels on either side: enough that one disturbed visit does not count. */
  private static final int AROUND = 40;

  /** Fewer say nothing about a run of the clock. */
  private static final int FEWEST = 12;

  /** Low enough that sentinels in slow phases do not count, unless these are most of the time. */
  private static final double QUANTILE = 0.25;

  /** From here on a slowness is no drift of the clock but somebody else's work. */
  private static final double SLOW_PHASE = 1.12;

  private final Map<String, Double> typical;

  /**
   * @param typical microseconds of each sentinel at the speed that times are brought to
   */
  MachineSpeed(Map<String, Double> typical) {
    this.typical = Map.copyOf(typical);
  }

  /** What each sentinel typically took. */
  static Map<String, Double> typical(List<Measurement> measurements) {
    return measurements.stream()
        .filter(m -> m.origin() == Origin.SENTINEL)
        .collect(
            Collectors.groupingBy(
                Measurement::subject,
                LinkedHashMap::new,
                Collectors.collectingAndThen(
                    Collectors.mapping(MachineSpeed::fastest, Collectors.toList()),
                    all -> lower(all.stream().mapToDouble(Double::doubleValue).toArray()))));
  }

  /** The measurements at typical speed; sentinels stay as they were measured. */
  List<Measurement> steady(List<Measurement> measurements) {
    Map<String, List<Integer>> clocks =
        IntStream.range(0, measurements.size())
            .boxed()
            .collect(Collectors.groupingBy(i -> measurements.get(i).clock()));
    Measurement[] steady = measurements.toArray(Measurement[]::new);
    clocks.values().forEach(visits -> steady(measurements, visits, steady));
    return List.of(steady);
  }

  private void steady(List<Measurement> all, List<Integer> visits, Measurement[] steady) {
    List<Integer> sentinels =
        visits.stream()
            .filter(i -> all.get(i).origin() == Origin.SENTINEL)
            .filter(i -> typical.containsKey(all.get(i).subject()))
            .toList();
    if (sentinels.size() < FEWEST) {
      return;
    }
    double[] slowness = sentinels.stream().mapToDouble(i -> slowness(all.get(i))).toArray();
    Function<Integer, Double> local = memorized(slowness);
    int next = 0;
    for (int visit : visits) {
      while (next < sentinels.size() && sentinels.get(next) < visit) {
        next++;
      }
      double slow = local.apply(next);
      // A slow phase is no drift: its runs are left out, not made to look quick.
      if (all.get(visit).origin() != Origin.SENTINEL && slow < SLOW_PHASE) {
        steady[visit] = all.get(visit).scaled(1 / slow);
      }
    }
  }

  /** The slowness around the sentinel of a number, each computed once. */
  private static Function<Integer, Double> memorized(double[] slowness) {
    Double[] known = new Double[slowness.length + 1];
    return next -> {
      if (known[next] == null) {
        int from = Math.max(0, next - AROUND);
        int to = Math.min(slowness.length, next + AROUND);
        known[next] = lower(Arrays.copyOfRange(slowness, from, to));
      }
      return known[next];
    };
  }

  private double slowness(Measurement sentinel) {
    return fastest(sentinel) / typical.get(sentinel.subject());
  }

  private static double fastest(Measurement sentinel) {
    return Arrays.stream(sentinel.micros()[0]).min().orElseThrow();
  }

  private static double lower(double[] values) {
    return Quantiles.of(values, QUANTILE);
  }
}
