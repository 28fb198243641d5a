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
    int count = network.shape(node.id()).channels();
    if (layer instanceof Input || layer instanceof Linear || fresh(node)) {
      for (int i = 0; i < count; i++) {
        parents.put(parents.size(), parents.size());
        result.add(parents.size() - 1);
      }
    } else if (layer instanceof Concat) {
      inputs.forEach(result::addAll);
    } else if (layer instanceof Slice slice) {
      return inputs.get(0).subList(slice.part() * count, (slice.part() + 1) * count);
    } else {
      for (int i = 0; i < count; i++) {
        result.add(inputs.get(0).get(source(layer, count, inputs.get(0).size(), i)));
      }
    }
    if (layer instanceof Add || layer instanceof Multiply) {
      inputs.forEach(input -> unify(result, input));
    }
    return result;
  }

  private boolean fresh(Node node) {
    return full.node(node.id()).layer() instanceof Convolution c && !Narrowing.followsInput(c);
  }

  private static int source(Layer layer, int count, int inputs, int index) {
    if (layer instanceof Shuffle shuffle) {
      return index % shuffle.groups() * (count / shuffle.groups()) + index / shuffle.groups();
    }
    return layer instanceof Flatten || layer instanceof Convolution
        ? index / (count / inputs)
        : index;
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
    for (Node node : network.nodes()) {
      note(passed, channels.get(node.id()), node.name(), 1);
      Layer layer = node.layer();
      if (layer instanceof Convolution c && fresh(node)) {
        note(passed, channels.get(node.input()), node.name() + " reads", c.groups());
        note(passed, channels.get(node.id()), node.name() + " makes", c.groups());
      } else if (layer instanceof Shuffle shuffle) {
        note(passed, channels.get(node.input()), node.name() + " deals", shuffle.groups());
      } else if (layer instanceof Split split) {
        note(passed, channels.get(node.input()), node.name() + " splits", split.parts());
      }
    }
    Map<String, Integer> counts = new HashMap<>();
    passed.values().forEach(places -> counts.merge(places.toString(), 1, Integer::sum));
    return counts;
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
