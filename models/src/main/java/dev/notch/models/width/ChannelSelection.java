package dev.notch.models.width;

import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.Signatures.Labelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Which channels survive under a plan. Of the units with one signature the most important stay, as
 * many as the narrow network has, in their old order; every index of every tensor follows from
 * that.
 */
public final class ChannelSelection {
  private final Network network;
  private final Network narrow;
  private final Layouts layouts;
  private final int[][] kept;

  private ChannelSelection(Network network, Network narrow, Layouts layouts, int[][] kept) {
    this.network = network;
    this.narrow = narrow;
    this.layouts = layouts;
    this.kept = kept;
  }

  /**
   * @throws dev.notch.models.graph.InvalidNetworkException if the plan is not legal
   * @throws IllegalArgumentException if a node has another number of channels than scores
   */
  public static ChannelSelection of(
      Network network, ChannelGroups groups, WidthPlan plan, ChannelScores scores) {
    Network narrow = Narrowing.narrow(network, groups, plan);
    Layouts layouts = groups.layouts();
    Labelled full = groups.signatures().label(groups.full().widths());
    Labelled cut = groups.signatures().label(plan.widths());
    int[] stays = survivors(full, cut, unitScores(layouts, full.units(), scores));
    int[][] kept = new KeptIndices(layouts, full.units(), cut.units(), stays).all();
    return new ChannelSelection(network, narrow, layouts, kept);
  }

  /** The network with the plan's widths. */
  public Network narrow() {
    return narrow;
  }

  /** For each output channel of a node in the narrow network its index in the full one. */
  public int[] keptOutputChannels(int nodeId) {
    return kept(nodeId).clone();
  }

  /**
   * The weights of the narrow network: those of the full one without the channels that are cut.
   *
   * @throws IllegalArgumentException if these are not weights of the full network
   */
  public Weights slice(Weights weights) {
    weights.verifyFor(network);
    return new WeightSlicer(network, narrow, this::kept).slice(weights);
  }

  /**
   * Weights of the full network that ignore the channels that are cut: every filter that reads one
   * multiplies it with zero. The full network then computes what the narrow one does.
   *
   * @throws IllegalArgumentException if these are not weights of the full network
   */
  public Weights mask(Weights weights) {
    weights.verifyFor(network);
    return new WeightMask(network, this::kept).mask(weights);
  }

  private int[] kept(int nodeId) {
    return kept[layouts.layoutOf().get(nodeId)];
  }

  private static double[] unitScores(Layouts layouts, Units units, ChannelScores scores) {
    double[] sums = new double[units.channels()];
    for (Map.Entry<Integer, double[]> entry : scores.byNode().entrySet()) {
      int[] channels = units.of(layouts.layoutOf().get(entry.getKey()));
      if (channels.length != entry.getValue().length) {
        throw new IllegalArgumentException(
            "layer "
                + layouts.network().node(entry.getKey()).name()
                + " has "
                + channels.length
                + " channels and "
                + entry.getValue().length
                + " scores");
      }
      for (int i = 0; i < channels.length; i++) {
        sums[channels[i]] += entry.getValue()[i];
      }
    }
    return sums;
  }

  /** For each unit of the narrow network the unit of the full one that it stands for. */
  private static int[] survivors(Labelled full, Labelled cut, double[] scores) {
    List<List<Integer>> candidates = bySignature(full);
    List<List<Integer>> places = bySignature(cut);
    int[] stays = new int[cut.units().channels()];
    for (int signature = 1; signature < places.size(); signature++) {
      List<Integer> best =
          candidates.get(signature).stream()
              .sorted(Comparator.comparingDouble((Integer unit) -> -scores[unit]))
              .limit(places.get(signature).size())
              .sorted()
              .toList();
      for (int i = 0; i < best.size(); i++) {
        stays[places.get(signature).get(i)] = best.get(i);
      }
    }
    return stays;
  }

  /** The units of each signature, ascending. */
  private static List<List<Integer>> bySignature(Labelled labelled) {
    List<List<Integer>> units = new ArrayList<>();
    int bound = Arrays.stream(labelled.signatures()).max().orElse(0);
    for (int signature = 0; signature <= bound; signature++) {
      units.add(new ArrayList<>());
    }
    for (int unit = 0; unit < labelled.signatures().length; unit++) {
      units.get(labelled.signatures()[unit]).add(unit);
    }
    return units;
  }
}
