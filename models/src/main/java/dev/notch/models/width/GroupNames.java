package dev.notch.models.width;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.width.Layout.Line;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Describes free and frozen lines by the layers that make their channels. */
final class GroupNames {
  private final Layouts layouts;
  private final Network network;
  private final List<LinearForm> forms;
  private final int[] free;
  private final Map<Integer, String> reasons;

  /**
   * @param free the line of each group
   * @param reasons why the other lines are frozen
   */
  GroupNames(Solved solved, int[] free, Map<Integer, String> reasons) {
    this.layouts = solved.layouts();
    this.network = layouts.network();
    this.forms = solved.forms();
    this.free = free;
    this.reasons = reasons;
  }

  List<ChannelGroup> groups() {
    List<List<Integer>> producers = new ArrayList<>();
    for (int i = 0; i < free.length; i++) {
      producers.add(new ArrayList<>());
    }
    List<Node> makers =
        network.nodes().stream().filter(node -> Narrowing.beginsChannels(node.layer())).toList();
    for (Node node : makers) {
      LinearForm form = form(node);
      int[] variables = form.variables();
      if (variables.length == 1 && form.isVariable(variables[0])) {
        producers.get(variables[0]).add(node.id());
      }
    }
    List<ChannelGroup> groups = new ArrayList<>();
    for (int id = 0; id < free.length; id++) {
      int line = free[id];
      List<Integer> made =
          producers.get(id).isEmpty()
              ? makers.stream().filter(n -> linesOf(n).get(line)).map(Node::id).toList()
              : producers.get(id);
      groups.add(new ChannelGroup(id, name(line, made.get(0)), width(line), made));
    }
    return groups;
  }

  List<FrozenWidth> frozen() {
    List<FrozenWidth> widths = new ArrayList<>();
    reasons.forEach(
        (line, reason) -> widths.add(new FrozenWidth(frozenName(line), width(line), reason)));
    return widths;
  }

  /** Groups, then frozen lines, with every layer that has their channels. */
  List<CoupledLayers> coupled(List<ChannelGroup> groups) {
    List<CoupledLayers> all = new ArrayList<>();
    for (ChannelGroup group : groups) {
      Stream<Node> layers = namedNodes().filter(node -> form(node).contains(group.id()));
      all.add(coupled(group.id(), group.name(), group.width(), layers, Optional.empty()));
    }
    reasons.forEach(
        (line, reason) -> {
          Stream<Node> layers = namedNodes().filter(node -> linesOf(node).get(line));
          all.add(coupled(all.size(), frozenName(line), width(line), layers, Optional.of(reason)));
        });
    return all;
  }

  private static CoupledLayers coupled(
      int id, String name, int width, Stream<Node> layers, Optional<String> frozen) {
    return new CoupledLayers(id, name, width, layers.map(Node::name).toList(), frozen);
  }

  /** The nodes that a person would name as those with some channels. */
  private Stream<Node> namedNodes() {
    return network.nodes().stream()
        .filter(
            node -> {
              Layer layer = node.layer();
              return layer instanceof Input
                  || layer instanceof FreeLayer
                  || Narrowing.makesChannels(layer)
                  || Narrowing.followsInput(layer);
            });
  }

  private BitSet linesOf(Node node) {
    return layouts.lines(List.of(layouts.layoutOf().get(node.id())));
  }

  private LinearForm form(Node node) {
    return forms.get(layouts.layoutOf().get(node.id()));
  }

  private int width(int line) {
    return layouts.fullWidths().get(line);
  }

  private String frozenName(int line) {
    return name(line, ((Line) layouts.get(line)).node());
  }

  /** After the first layer that makes the channels; some channels of a layer are numbered. */
  private String name(int line, int firstProducer) {
    Line made = (Line) layouts.get(line);
    boolean alone =
        layouts.layouts().stream()
            .noneMatch(
                other -> other instanceof Line l && l.node() == made.node() && !l.equals(made));
    return alone
        ? network.node(firstProducer).name()
        : network.node(made.node()).name() + "[" + made.from() + ":" + made.to() + "]";
  }
}
