package dev.notch.compressor.sensitivity;

import dev.notch.compressor.run.Json;
import dev.notch.compressor.search.AccuracyEstimate;
import dev.notch.models.NotchException;
import dev.notch.models.width.ChannelGroup;
import dev.notch.models.width.ChannelGroups;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measured accuracy of a network against the width of its groups: the file that the search's
 * estimate is made from.
 *
 * @param tool version of Notch that measured it
 * @param baseline accuracy with all channels on the same pictures
 * @param provenance all that the accuracies depend on, by name
 * @param axes every group once
 */
public record SensitivityProfile(
    int format,
    String tool,
    String network,
    int classes,
    double baseline,
    Map<String, String> provenance,
    List<AxisProfile> axes) {
  static final int FORMAT = 1;

  private static final int LEAST_CLASSES = 2;

  /** Keeps the logit of chance and of certainty finite. */
  private static final double EDGE = 0.005;

  /**
   * What halving any group costs beyond what was measured, in logits: probes have noise, do not see
   * that losses of several groups make each other worse, and not every group is probed.
   */
  static final double PRIOR_PER_HALVING = 0.05;

  /**
   * @param groups names of the groups that are cut together
   * @param measured empty if interpolated
   * @param interpolatedFrom groups whose measured losses stand for this one's, with their weights
   */
  public record AxisProfile(
      List<String> groups, List<Point> measured, List<Source> interpolatedFrom) {
    public AxisProfile {
      groups = List.copyOf(groups);
      measured = List.copyOf(measured);
      interpolatedFrom = List.copyOf(interpolatedFrom);
    }
  }

  /**
   * @param fraction of the channels that are left
   * @param accuracy of the network then, 0 to 1
   */
  public record Point(double fraction, double accuracy) {}

  /**
   * @param group first group of a measured axis
   */
  public record Source(String group, double weight) {}

  public SensitivityProfile {
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    axes = List.copyOf(axes);
  }

  /**
   * @throws NotchException if the file cannot be read or has another format
   */
  public static SensitivityProfile read(Path file) {
    SensitivityProfile profile = Json.read(file, SensitivityProfile.class);
    if (profile.format() != FORMAT) {
      throw new NotchException(
          file + " has format " + profile.format() + "; this version reads " + FORMAT);
    }
    return profile;
  }

  public void write(Path file) {
    Json.write(file, this);
  }

  /** The estimate for groups of which nothing is known but how narrow they are. */
  public static AccuracyEstimate unmeasured(ChannelGroups groups) {
    double[][] losses = new double[groups.size()][];
    AxisProfile nothing = new AxisProfile(List.of("none"), List.of(), List.of());
    Map<String, LossCurve> flat = Map.of("none", LossCurve.of(Map.of()));
    groups.groups().forEach(g -> losses[g.id()] = table(g.width(), nothing, flat, 1));
    return new AccuracyEstimate(1, LEAST_CLASSES, losses);
  }

  /** How many axes were measured. */
  public long measuredAxes() {
    return axes.stream().filter(axis -> !axis.measured().isEmpty()).count();
  }

  /**
   * The estimate for plans of these groups.
   *
   * @throws NotchException if the profile is that of another network
   */
  public AccuracyEstimate estimate(ChannelGroups groups) {
    Map<String, LossCurve> curves = new HashMap<>();
    axes.forEach(axis -> curves.put(axis.groups().get(0), LossCurve.of(losses(axis))));
    double[][] losses = new double[groups.size()][];
    for (AxisProfile axis : axes) {
      for (String name : axis.groups()) {
        ChannelGroup group = group(groups, name);
        // Groups that are cut together lose once: the first of them stands for all.
        boolean first = name.equals(axis.groups().get(0));
        losses[group.id()] = table(group.width(), axis, curves, first ? 1 : 0);
      }
    }
    for (ChannelGroup group : groups.groups()) {
      if (losses[group.id()] == null) {
        throw new NotchException("the sensitivity profile says nothing of group " + group.name());
      }
    }
    return new AccuracyEstimate(baseline, Math.max(LEAST_CLASSES, classes), losses);
  }

  private ChannelGroup group(ChannelGroups groups, String name) {
    return groups.groups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new NotchException(
                    "the sensitivity profile is one of "
                        + network
                        + ": no group is named "
                        + name));
  }

  private Map<Double, Double> losses(AxisProfile axis) {
    Map<Double, Double> losses = new TreeMap<>();
    axis.measured()
        .forEach(point -> losses.put(point.fraction(), logit(baseline) - logit(point.accuracy())));
    return losses;
  }

  /** Loss by width; at width 0, which no plan has, that of width 1. */
  private static double[] table(
      int full, AxisProfile axis, Map<String, LossCurve> curves, double weight) {
    double[] table = new double[full + 1];
    for (int width = 1; width < full; width++) {
      double fraction = width / (double) full;
      double halvings = -Math.log(fraction) / Math.log(2);
      table[width] = weight * (loss(axis, curves, fraction) + PRIOR_PER_HALVING * halvings);
    }
    for (int width = full - 1; width >= 0; width--) {
      // Rounding in the interpolation must not make a wider group lose more.
      table[width] = Math.max(table[width], table[width + 1]);
    }
    return table;
  }

  private static double loss(AxisProfile axis, Map<String, LossCurve> curves, double fraction) {
    if (axis.interpolatedFrom().isEmpty()) {
      return curves.get(axis.groups().get(0)).at(fraction);
    }
    return axis.interpolatedFrom().stream()
        .mapToDouble(source -> source.weight() * curves.get(source.group()).at(fraction))
        .sum();
  }

  /** Log-odds of the share of the way from chance to certainty. */
  private double logit(double accuracy) {
    double chance = 1.0 / Math.max(LEAST_CLASSES, classes);
    double share = (accuracy - chance) / (1 - chance);
    double kept = Math.min(1 - EDGE, Math.max(EDGE, share));
    return Math.log(kept / (1 - kept));
  }
}
