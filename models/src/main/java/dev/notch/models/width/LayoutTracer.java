package dev.notch.models.width;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Flatten;
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
import dev.notch.models.width.Layout.Part;
import dev.notch.models.width.Layout.Range;
import dev.notch.models.width.Layout.Repeated;
import dev.notch.models.width.Layout.Shuffled;
import dev.notch.models.width.Layouts.Partition;
import dev.notch.models.width.Layouts.Pin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks through a network and writes down the layout of every tensor. Where a layer reads channels
 * that begin in the middle of a line, or blocks of them, it asks for other lines, and the walk
 * begins anew with these; only a walk in which nobody asks is believed.
 */
final class LayoutTracer {
  private final Network network;
  private final LayoutTable table = new LayoutTable();
  private final LineShapes shapes;
  private final List<Integer> layoutOf = new ArrayList<>();
  private final Set<Partition> partitions = new LinkedHashSet<>();
  private final List<Pin> pins = new ArrayList<>();
  private final Map<Integer, Integer> before = new HashMap<>();

  private LayoutTracer(Network network, Map<Integer, LineShape> known) {
    this.network = network;
    this.shapes = new LineShapes(table, known);
  }

  static Layouts trace(Network network) {
    LayoutTracer tracer = new LayoutTracer(network, Map.of());
    Layouts layouts = tracer.trace();
    while (tracer.shapes.changed()) {
      tracer = new LayoutTracer(network, tracer.shapes.asked());
      layouts = tracer.trace();
    }
    return layouts;
  }

  private Layouts trace() {
    network.nodes().forEach(node -> layoutOf.add(layout(node)));
    return new Layouts(
        network,
        table.layouts(),
        table.widths(),
        layoutOf.stream().map(table::current).toList(),
        currentPartitions(),
        table.equations(),
        currentPins(),
        Map.copyOf(before));
  }

  private int layout(Node node) {
    Layer layer = node.layer();
    if (layer instanceof Input || layer instanceof Linear) {
      return fresh(node);
    }
    if (layer instanceof Convolution c) {
      return convolve(node, c.in(), c.out(), c.groups());
    }
    if (layer instanceof TransposedConvolution c) {
      return convolve(node, c.in(), c.out(), c.groups());
    }
    if (layer instanceof Add || layer instanceof Subtract || layer instanceof Multiply) {
      return node.inputs().stream()
          .map(this::of)
          .reduce((a, b) -> table.equate(a, b, node.id()))
          .orElseThrow();
    }
    if (layer instanceof Concat) {
      return table.join(node.inputs().stream().map(this::of).toList());
    }
    if (layer instanceof Dense) {
      return dense(node);
    }
    if (layer instanceof FreeLayer && network.channelsLast(node.id())) {
      return of(node.input());
    }
    if (layer instanceof FreeLayer) {
      return layer instanceof Constant ? fresh(node) : free(node, new FreeChannels(network, node));
    }
    return rearrange(node, of(node.input()));
  }

  /** Its rows stay; what it sums over and what it makes can be cut where that is all there is. */
  private int dense(Node node) {
    if (!network.channelsLast(node.input())) {
      pin(of(node.input()), "read by " + kind(node) + ", which works along another axis");
    }
    return network.channelsLast(node.id())
        ? fresh(node)
        : pinned(node, "made by " + kind(node) + ", whose rows are kept as they are");
  }

  private int free(Node node, FreeChannels channels) {
    if (!channels.pass()) {
      node.inputs()
          .forEach(id -> pin(of(id), "read by " + kind(node) + ", which is kept as it is"));
      return pinned(node, "made by " + kind(node) + ", which is kept as it is");
    }
    channels
        .spread()
        .forEach(id -> pin(of(id), "read by " + kind(node) + ", which spreads it over channels"));
    List<Integer> passing = channels.passing().stream().map(this::of).toList();
    return channels.joins()
        ? table.join(passing)
        : passing.stream().reduce((a, b) -> table.equate(a, b, node.id())).orElseThrow();
  }

  private int rearrange(Node node, int input) {
    Layer layer = node.layer();
    if (layer instanceof Flatten) {
      return table.repeat(input, network.shape(node.input()).area());
    }
    if (layer instanceof Slice slice) {
      return table.make(new Part(input, slice.part(), slice.parts()));
    }
    if (layer instanceof ChannelRange range) {
      return range(node, input, range.from(), range.to());
    }
    if (layer instanceof Split split) {
      partition(input, split.parts(), node);
    } else if (layer instanceof Shuffle shuffle) {
      partition(input, shuffle.groups(), node);
      return table.make(new Shuffled(input, shuffle.groups()));
    } else if (layer instanceof SpaceToDepth s) {
      return table.join(Collections.nCopies(s.block() * s.block(), input));
    } else if (layer instanceof DepthToSpace d) {
      return blocks(node, input, d);
    } else if (layer instanceof Softmax
        || (layer instanceof LocalResponseNorm norm && norm.size() > 1)) {
      pin(input, "read by " + kind(node) + ", which mixes channels");
    }
    return input;
  }

  private int convolve(Node node, int in, int out, int groups) {
    int input = of(node.input());
    if (Narrowing.followsInput(node.layer())) {
      return table.repeat(input, out / in);
    }
    int output = fresh(node);
    if (groups > 1) {
      partition(input, groups, node);
      partition(output, groups, node);
    }
    return output;
  }

  private int range(Node node, int input, int from, int to) {
    List<Integer> within = table.piecesWithin(input, from, to);
    List<Integer> ahead = table.piecesWithin(input, 0, from);
    if (within.isEmpty() || (from > 0 && ahead.isEmpty())) {
      shapes.askForBorder(input, from);
      shapes.askForBorder(input, to);
      pin(input, "read by " + kind(node) + ", whose borders the channels cannot keep");
      return table.make(new Range(input, from, to));
    }
    if (from > 0) {
      before.put(node.id(), table.join(ahead));
    }
    return table.join(within);
  }

  private int blocks(Node node, int input, DepthToSpace layer) {
    int size = layer.block() * layer.block();
    return shapes
        .blocks(input, size, !layer.channelsFirst())
        .orElseGet(
            () -> {
              String reason = kind(node) + ", whose blocks the channels cannot keep";
              pin(input, "read by " + reason);
              return pinned(node, "made by " + reason);
            });
  }

  /** The layout of channels that a node makes anew. */
  private int fresh(Node node) {
    return shapes.fresh(node.id(), network.channels(node.id()));
  }

  private int pinned(Node node, String reason) {
    int output = fresh(node);
    pin(output, reason);
    return output;
  }

  private void pin(int layout, String reason) {
    pins.add(new Pin(layout, reason));
  }

  /** A part of repeated channels has all repetitions of a part of the channels. */
  private void partition(int layout, int parts, Node node) {
    if (table.get(layout) instanceof Repeated repeated && table.width(repeated.of()) % parts == 0) {
      partition(repeated.of(), parts, node);
    } else {
      partitions.add(new Partition(layout, parts, node.id()));
    }
  }

  private int of(int node) {
    return table.current(layoutOf.get(node));
  }

  private static String kind(Node node) {
    return node.layer().getClass().getSimpleName() + " " + node.name();
  }

  /** One partition for each layout and number of parts: the first layer that asks for it. */
  private List<Partition> currentPartitions() {
    Map<List<Integer>, Partition> distinct = new LinkedHashMap<>();
    for (Partition asked : partitions) {
      int layout = table.current(asked.layout());
      distinct.putIfAbsent(
          List.of(layout, asked.parts()), new Partition(layout, asked.parts(), asked.node()));
    }
    return List.copyOf(distinct.values());
  }

  /** What keeps its width: first of all what the user sees. */
  private List<Pin> currentPins() {
    List<Pin> all = new ArrayList<>(List.of(new Pin(of(0), "the input of the network")));
    boolean single = network.outputs().size() == 1;
    for (int output : network.outputs()) {
      String name = network.node(output).name();
      all.add(
          new Pin(
              of(output), single ? "the output of the network" : "output of the network " + name));
    }
    pins.forEach(pin -> all.add(new Pin(table.current(pin.layout()), pin.reason())));
    return List.copyOf(all);
  }
}
