package dev.notch.models.width;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The definition of legality, spelled out channel by channel and layer by layer without layouts,
 * equations or tries: which layers does each channel pass, and in which part of them?
 */
final class ChannelTrace {
  private final Network network;

  /** Where a depthwise layer can be told from a convolution of one channel. */
  private final Network full;

  private final List<List<Integer>> channels = new ArrayList<>();
  private final Map<Integer, Integer> parents = new HashMap<>();

  private ChannelTrace(Network network, Network full) {
    this.network = network;
    this.full = full;
    network.nodes().forEach(node -> channels.add(trace(node)));
  }

  /** Whether the units of a narrow network can stand for units of the full one. */
  static boolean fits(Network full, Network narrow) {
    Map<String, Integer> room = new ChannelTrace(full, full).signatures();
    return new ChannelTrace(narrow, full)
        .signatures().entrySet().stream()
            .allMatch(entry -> entry.getValue() <= room.getOrDefault(entry.getKey(), 0));
  }

  private List<Integer> trace(Node node) {
    Layer layer = node.layer();
    List<List<Integer>> inputs = node.inputs().stream().map(channels::get).toList();
    List<Integer> result = new ArrayList<>();
    int count = network.channels(node.id());
    if (fresh(node)) {
      for (int i = 0; i < count; i++) {
        parents.put(parents.size(), parents.size());
        result.add(parents.size() - 1);
      }
    } else if (layer instanceof Concat || FreeTrace.joins(layer)) {
      inputs.forEach(result::addAll);
    } else if (layer instanceof FreeLayer) {
      List<List<Integer>> passing =
          FreeTrace.passing(full.node(node.id())).stream().map(channels::get).toList();
      passing.forEach(input -> unify(passing.get(0), input));
      return passing.get(0);
    } else if (layer instanceof Slice slice) {
      return inputs.get(0).subList(slice.part() * count, (slice.part() + 1) * count);
    } else if (layer instanceof ChannelRange range) {
      return inputs.get(0).subList(range.from(), range.to());
    } else {
      for (int i = 0; i < count; i++) {
        result.add(inputs.get(0).get(source(layer, count, inputs.get(0).size(), i)));
      }
    }
    if (layer instanceof Add || layer instanceof Subtract || layer instanceof Multiply) {
      inputs.forEach(input -> unify(result, input));
    }
    if (layer instanceof DepthToSpace d) {
      for (int place = 0; place < d.block() * d.block(); place++) {
        unify(result, place(d, place, inputs.get(0)));
      }
    }
    return result;
  }

  private boolean fresh(Node node) {
    Layer layer = full.node(node.id()).layer();
    return layer instanceof Input
        || layer instanceof Linear
        || (layer instanceof FreeLayer && !FreeTrace.keepsApart(layer))
        || (layer instanceof Convolution c && (c.groups() == 1 || c.groups() < c.in()))
        || (layer instanceof TransposedConvolution t && (t.groups() == 1 || t.groups() < t.in()));
  }

  private static int source(Layer layer, int count, int inputs, int index) {
    if (layer instanceof Shuffle shuffle) {
      return index % shuffle.groups() * (count / shuffle.groups()) + index / shuffle.groups();
    }
    if (layer instanceof SpaceToDepth) {
      return index % inputs;
    }
    if (layer instanceof DepthToSpace d) {
      return d.channelsFirst() ? index * (inputs / count) : index;
    }
    return index / Math.max(1, count / inputs);
  }

  /** The channels that become one place in the blocks. */
  private static List<Integer> place(DepthToSpace d, int place, List<Integer> input) {
    int size = d.block() * d.block();
    int count = input.size() / size;
    List<Integer> at = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      at.add(input.get(d.channelsFirst() ? i * size + place : place * count + i));
    }
    return at;
  }

  private void unify(List<Integer> left, List<Integer> right) {
    for (int i = 0; i < left.size(); i++) {
      parents.put(root(left.get(i)), root(right.get(i)));
    }
  }

  private int root(int channel) {
    int at = channel;
    while (parents.get(at) != at) {
      at = parents.get(at);
    }
    return at;
  }

  /** How many units pass the same layers the same number of times in the same parts. */
  private Map<String, Integer> signatures() {
    Map<Integer, Map<String, Integer>> passed = new HashMap<>();
    note(passed, channels.get(0), "input", channels.get(0).size());
    for (int output : network.outputs()) {
      List<Integer> shown = channels.get(output);
      note(passed, shown, "output " + output, shown.size());
    }
    network.nodes().forEach(node -> note(passed, node));
    Map<String, Integer> counts = new HashMap<>();
    passed.values().forEach(places -> counts.merge(places.toString(), 1, Integer::sum));
    return counts;
  }

  private void note(Map<Integer, Map<String, Integer>> passed, Node node) {
    note(passed, channels.get(node.id()), node.name(), 1);
    Layer layer = node.layer();
    int groups =
        layer instanceof Convolution c
            ? c.groups()
            : layer instanceof TransposedConvolution t ? t.groups() : 1;
    if (fresh(node) && groups > 1) {
      note(passed, channels.get(node.input()), node.name() + " reads", groups);
      note(passed, channels.get(node.id()), node.name() + " makes", groups);
    } else if (layer instanceof Shuffle shuffle) {
      note(passed, channels.get(node.input()), node.name() + " deals", shuffle.groups());
    } else if (layer instanceof Split split) {
      note(passed, channels.get(node.input()), node.name() + " splits", split.parts());
    } else if (layer instanceof FreeLayer && FreeTrace.keepsApart(full.node(node.id()).layer())) {
      for (int id : FreeTrace.spread(full.node(node.id()))) {
        note(passed, channels.get(id), node.name() + " spreads", channels.get(id).size());
      }
    } else if (!(layer instanceof Constant)
        && (layer instanceof FreeLayer
            || layer instanceof Softmax
            || layer instanceof LocalResponseNorm)) {
      for (int id : node.inputs()) {
        if (!network.channelsLast(id)) {
          note(passed, channels.get(id), node.name() + " mixes", channels.get(id).size());
        }
      }
      if (layer instanceof FreeLayer && !network.channelsLast(node.id())) {
        List<Integer> made = channels.get(node.id());
        note(passed, made, node.name() + " mixed", made.size());
      }
    }
  }

  private void note(
      Map<Integer, Map<String, Integer>> passed, List<Integer> tensor, String place, int parts) {
    for (int i = 0; i < tensor.size(); i++) {
      String part = place + " " + i / (tensor.size() / parts);
      passed
          .computeIfAbsent(root(tensor.get(i)), unit -> new TreeMap<>())
          .merge(part, 1, Integer::sum);
    }
  }
}
