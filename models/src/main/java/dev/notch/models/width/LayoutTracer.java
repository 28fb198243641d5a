package dev.notch.models.width;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.width.Layout.Joined;
import dev.notch.models.width.Layout.Line;
import dev.notch.models.width.Layout.Part;
import dev.notch.models.width.Layout.Repeated;
import dev.notch.models.width.Layout.Shuffled;
import dev.notch.models.width.Layouts.Equation;
import dev.notch.models.width.Layouts.Partition;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks through a network once and writes down the layout of every tensor. */
final class LayoutTracer {
  private final Network network;
  private final List<Layout> layouts = new ArrayList<>();
  private final Map<Layout, Integer> places = new HashMap<>();

  /** For each layout the one that stands for it, mostly itself. */
  private final List<Integer> standIns = new ArrayList<>();

  /** Layouts that others are made of, or that stand in an equation. */
  private final BitSet used = new BitSet();

  private final List<Integer> layoutOf = new ArrayList<>();
  private final Set<Partition> partitions = new LinkedHashSet<>();
  private final List<Equation> equations = new ArrayList<>();

  LayoutTracer(Network network) {
    this.network = network;
  }

  Layouts trace() {
    network.nodes().forEach(node -> layoutOf.add(layout(node)));
    return new Layouts(
        network,
        List.copyOf(layouts),
        layoutOf.stream().map(this::current).toList(),
        currentPartitions(),
        List.copyOf(equations));
  }

  private int layout(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Input || layer instanceof Linear) {
      return place(new Line(node.id()));
    }
    if (layer instanceof Convolution convolution) {
      return convolve(node, convolution);
    }
    if (layer instanceof Add || layer instanceof Multiply) {
      return node.inputs().stream()
          .map(this::of)
          .reduce((a, b) -> equate(a, b, node))
          .orElseThrow();
    }
    if (layer instanceof Concat) {
      return make(new Joined(node.inputs().stream().map(this::of).toList()));
    }
    return rearrange(node, of(node.input()));
  }

  private int rearrange(Node node, int input) {
    Layer layer = node.layer();
    if (layer instanceof Flatten) {
      return repeat(input, network.shape(node.input()).area());
    }
    if (layer instanceof Slice slice) {
      return make(new Part(input, slice.part(), slice.parts()));
    }
    if (layer instanceof Split split) {
      partition(input, split.parts(), node);
    }
    if (layer instanceof Shuffle shuffle) {
      partition(input, shuffle.groups(), node);
      return make(new Shuffled(input, shuffle.groups()));
    }
    return input;
  }

  private int convolve(Node node, Convolution convolution) {
    int input = of(node.input());
    if (Narrowing.followsInput(convolution)) {
      return repeat(input, convolution.out() / convolution.in());
    }
    int output = place(new Line(node.id()));
    if (convolution.groups() > 1) {
      partition(input, convolution.groups(), node);
      partition(output, convolution.groups(), node);
    }
    return output;
  }

  private int repeat(int layout, int times) {
    return times == 1 ? layout : make(new Repeated(layout, times));
  }

  private void partition(int layout, int parts, Node node) {
    partitions.add(new Partition(layout, parts, node.id()));
  }

  /** Makes one layout stand for both where one of them is a line that nothing is made of yet. */
  private int equate(int left, int right, Node node) {
    if (left == right) {
      return left;
    }
    if (replaceable(right)) {
      standIns.set(right, left);
      return left;
    }
    if (replaceable(left)) {
      standIns.set(left, right);
      return right;
    }
    equations.add(new Equation(left, right, node.id()));
    used.set(left);
    used.set(right);
    return left;
  }

  private boolean replaceable(int place) {
    return place > 0 && !used.get(place) && layouts.get(place) instanceof Line;
  }

  private int of(int node) {
    return current(layoutOf.get(node));
  }

  private int current(int place) {
    int at = place;
    while (standIns.get(at) != at) {
      at = standIns.get(at);
    }
    return at;
  }

  private int make(Layout layout) {
    layout.children().forEach(used::set);
    return place(layout);
  }

  private int place(Layout layout) {
    return places.computeIfAbsent(
        layout,
        added -> {
          layouts.add(added);
          standIns.add(standIns.size());
          return standIns.size() - 1;
        });
  }

  /** One partition for each layout and number of parts: the first layer that asks for it. */
  private List<Partition> currentPartitions() {
    Map<List<Integer>, Partition> distinct = new LinkedHashMap<>();
    for (Partition asked : partitions) {
      int layout = current(asked.layout());
      distinct.putIfAbsent(
          List.of(layout, asked.parts()), new Partition(layout, asked.parts(), asked.node()));
    }
    return List.copyOf(distinct.values());
  }
}
