package dev.notch.models.width;

import dev.notch.models.graph.InvalidNetworkException;
import dev.notch.models.graph.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * The channel groups of a network: which channel dimensions are cut together, how the width of
 * every tensor follows from the groups' widths, and which {@link WidthPlan}s are legal. Immutable;
 * see the package description for the theory.
 */
public final class ChannelGroups {
  private final Network network;
  private final Layouts layouts;
  private final LinearForm[] formOf;
  private final Map<Integer, LinearForm> before = new HashMap<>();
  private final GroupNames names;
  private final List<ChannelGroup> groups;
  private final int[] full;
  private final List<FrozenWidth> frozen;
  private final List<LegalWidths> constrained;
  private final Signatures signatures;

  ChannelGroups(Solved solved, GroupNames names, List<LegalWidths> constrained) {
    this.layouts = solved.layouts();
    this.network = layouts.network();
    this.formOf = layouts.layoutOf().stream().map(solved.forms()::get).toArray(LinearForm[]::new);
    layouts.before().forEach((node, layout) -> before.put(node, solved.forms().get(layout)));
    this.names = names;
    this.groups = List.copyOf(names.groups());
    this.full = solved.full();
    this.frozen = List.copyOf(names.frozen());
    this.constrained = List.copyOf(constrained);
    this.signatures =
        new Signatures(
            solved, layouts.closure(layouts.layoutOf()), layouts.partitions(), layouts.equations());
  }

  public static ChannelGroups of(Network network) {
    return new GroupFinder(Layouts.of(network)).find();
  }

  public Network network() {
    return network;
  }

  /** All groups, in the order in which the network first makes their channels. */
  public List<ChannelGroup> groups() {
    return groups;
  }

  public int size() {
    return groups.size();
  }

  /**
   * @throws IllegalArgumentException if no group has this name
   */
  public ChannelGroup group(String name) {
    return groups.stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException(network.name() + " has no channel group " + name));
  }

  /** Free groups, then frozen widths, with all layers that have these channels. */
  public List<CoupledLayers> coupled() {
    return names.coupled(groups);
  }

  /** The widths that cannot change, with the reason. */
  public List<FrozenWidth> frozen() {
    return frozen;
  }

  /**
   * The ids of groups whose legal widths depend on each other, by set; a group in none of them may
   * have every width up to its full one.
   */
  public List<List<Integer>> constrained() {
    return constrained.stream().map(set -> Arrays.stream(set.groups()).boxed().toList()).toList();
  }

  /** The plan that cuts nothing. */
  public WidthPlan full() {
    return new WidthPlan(full);
  }

  /** The legal plan next to the same fraction of every group. */
  public WidthPlan uniform(double fraction) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be within (0, 1], was " + fraction);
    }
    return repair(
        new WidthPlan(
            Arrays.stream(full)
                .map(width -> Math.max(1, (int) Math.round(width * fraction)))
                .toArray()));
  }

  /** A legal plan next to one drawn evenly. */
  public WidthPlan random(SplittableRandom random) {
    return repair(
        new WidthPlan(Arrays.stream(full).map(width -> random.nextInt(1, width + 1)).toArray()));
  }

  public boolean isLegal(WidthPlan plan) {
    return fits(plan) && constrained.stream().allMatch(set -> set.admits(plan.widths()));
  }

  /** Why a plan is not legal, naming group and layer; empty if it is. */
  public Optional<String> explain(WidthPlan plan) {
    if (plan.size() != size()) {
      return Optional.of("a plan needs " + size() + " widths, has " + plan.size());
    }
    for (ChannelGroup group : groups) {
      if (plan.width(group.id()) > group.width()) {
        return Optional.of(
            "group "
                + group.name()
                + " has "
                + group.width()
                + " channels, the plan keeps "
                + plan.width(group.id()));
      }
    }
    return constrained.stream()
        .filter(set -> !set.admits(plan.widths()))
        .findFirst()
        .map(set -> explain(set, plan));
  }

  /**
   * The plan itself if it is legal, otherwise a legal one near it: in every set of groups that
   * depend on each other the first group moves no further than it must, then the second, and so on;
   * of two equally near widths the narrower is taken.
   *
   * @throws IllegalArgumentException if the plan has another number of groups
   */
  public WidthPlan repair(WidthPlan plan) {
    requireSize(plan);
    if (isLegal(plan)) {
      return plan;
    }
    int[] widths = plan.toArray();
    Arrays.setAll(widths, group -> Math.min(widths[group], full[group]));
    constrained.forEach(set -> set.repair(widths));
    return new WidthPlan(widths);
  }

  /** The widths, ascending, that are legal for one group while the others keep the plan's. */
  public int[] legalWidths(int group, WidthPlan plan) {
    requireSize(plan);
    for (LegalWidths set : constrained) {
      if (Arrays.binarySearch(set.groups(), group) >= 0) {
        return set.of(group, plan.widths());
      }
    }
    int[] all = new int[full[group]];
    Arrays.setAll(all, i -> i + 1);
    return all;
  }

  /** Channels that node {@code nodeId} puts out under a legal plan. */
  public int channels(int nodeId, WidthPlan plan) {
    return formOf[nodeId].evaluate(plan.widths());
  }

  /** Where in its input the neighbouring channels begin that a node reads, if they may move. */
  OptionalInt channelsBefore(int nodeId, WidthPlan plan) {
    LinearForm form = before.get(nodeId);
    return form == null ? OptionalInt.empty() : OptionalInt.of(form.evaluate(plan.widths()));
  }

  /** The ids of the groups that the output channels of a node come from, ascending. */
  public int[] groupsOf(int nodeId) {
    return formOf[nodeId].variables();
  }

  /** A plan as the width of each group by name, in order. */
  public Map<String, Integer> toMap(WidthPlan plan) {
    requireSize(plan);
    Map<String, Integer> map = new LinkedHashMap<>();
    groups.forEach(group -> map.put(group.name(), plan.width(group.id())));
    return map;
  }

  /**
   * The plan with these widths by group name.
   *
   * @throws IllegalArgumentException if a group is missing or unknown
   */
  public WidthPlan fromMap(Map<String, Integer> widths) {
    widths.keySet().forEach(this::group);
    int[] plan = new int[size()];
    for (ChannelGroup group : groups) {
      Integer width = widths.get(group.name());
      if (width == null) {
        throw new IllegalArgumentException("the plan says nothing about group " + group.name());
      }
      plan[group.id()] = width;
    }
    return new WidthPlan(plan);
  }

  /** The signatures under every constraint of the network. */
  Signatures signatures() {
    return signatures;
  }

  Layouts layouts() {
    return layouts;
  }

  void requireLegal(WidthPlan plan) {
    Optional<String> reason = explain(plan);
    if (reason.isPresent()) {
      throw new InvalidNetworkException(network.name() + ": " + reason.get());
    }
  }

  private boolean fits(WidthPlan plan) {
    if (plan.size() != full.length) {
      return false;
    }
    for (int group = 0; group < full.length; group++) {
      if (plan.width(group) > full[group]) {
        return false;
      }
    }
    return true;
  }

  private void requireSize(WidthPlan plan) {
    if (plan.size() != size()) {
      throw new IllegalArgumentException(
          "a plan for " + network.name() + " needs " + size() + " widths, has " + plan.size());
    }
  }

  private String explain(LegalWidths set, WidthPlan plan) {
    List<String> widths = new ArrayList<>();
    for (int id : set.groups()) {
      ChannelGroup group = groups.get(id);
      widths.add(group.name() + " at " + plan.width(id) + " of " + group.width());
    }
    return "layer "
        + set.firstBroken(plan.widths(), layouts)
        + " cannot keep its equal parts with "
        + (widths.size() == 1 ? "group " : "groups ")
        + String.join(", ", widths);
  }
}
