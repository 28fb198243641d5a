package dev.notch.profiler.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What tracing adds to each event, and what a call of a network costs beside its steps.
 *
 * <p>Both come from the networks that were traced and measured as a whole: the sum of the traced
 * steps minus the total is {@code eventMicros * events - callMicros}, solved by least squares of
 * the relative error. Where all networks have about the same number of events the two cannot be
 * told apart, and the call is taken to cost nothing.
 */
public record TraceOverhead(double eventMicros, double callMicros) {
  private static final TraceOverhead NONE = new TraceOverhead(0, 0);

  /** Squared variation of the event counts under which slope and constant cannot be told apart. */
  private static final double LEAST_SPREAD = 0.02;

  static TraceOverhead estimate(Map<String, TracedNetwork> traced, Map<String, Double> totals) {
    List<double[]> points = new ArrayList<>();
    traced.forEach(
        (id, network) -> {
          if (totals.containsKey(id)) {
            double total = totals.get(id);
            points.add(
                new double[] {network.eventCount(), network.sum() - total, 1 / (total * total)});
          }
        });
    return points.isEmpty() ? NONE : fit(points);
  }

  private static TraceOverhead fit(List<double[]> points) {
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (double[] p : points) {
      n += p[2];
      x += p[2] * p[0];
      y += p[2] * p[1];
      xx += p[2] * p[0] * p[0];
      xy += p[2] * p[0] * p[1];
    }
    double determinant = n * xx - x * x;
    if (determinant <= LEAST_SPREAD * n * xx) {
      return new TraceOverhead(Math.max(xy / xx, 0), 0);
    }
    double slope = (n * xy - x * y) / determinant;
    double call = (slope * x - y) / n;
    if (slope < 0) {
      return new TraceOverhead(0, Math.max(-y / n, 0));
    }
    return call < 0 ? new TraceOverhead(Math.max(xy / xx, 0), 0) : new TraceOverhead(slope, call);
  }
}
