package dev.notch.models.onnx.read;

import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Parts of tensors, and tensors put together. */
final class SelectionOperators {
  private static final int MOST_GATHERED = 16;

  private SelectionOperators() {}

  static void register(Map<String, Operator> known) {
    known.put("Concat", SelectionOperators::concat);
    known.put("Split", SelectionOperators::split);
    known.put("Slice", SelectionOperators::slice);
    known.put("Gather", SelectionOperators::gather);
  }

  private static void concat(Op op, Reading in) {
    List<View> parts =
        IntStream.range(0, op.inputs().size()).mapToObj(i -> in.tensor(op, i)).toList();
    if (parts.isEmpty()) {
      throw new UnsupportedNodeException("has no inputs");
    }
    int axis = Reading.axis(op.integer("axis", 0), parts.get(0).rank());
    if (parts.stream().anyMatch(p -> p.rank() != parts.get(0).rank() || axis >= p.rank())) {
      throw new UnsupportedNodeException("its inputs have different ranks");
    }
    in.put(op, parts.size() == 1 ? parts.get(0) : joined(op, in, parts, axis));
  }

  private static View joined(Op op, Reading in, List<View> parts, int axis) {
    if (alikeButChannels(parts, axis)) {
      int node = in.net().add(op.name(), new Concat(), nodes(parts));
      return parts.get(0).withShape(node, in.net().shape(node));
    }
    List<View> settled = parts.stream().map(in.net()::settled).toList();
    int[] dims = parts.get(0).dims();
    dims[axis] = parts.stream().mapToInt(p -> p.dim(axis)).reduce(0, Math::addExact);
    if (axis == 0) {
      requireAlike(parts);
      return in.net().addView(op.name(), dims, new Concat(), nodes(settled));
    }
    FreeConcat layer =
        new FreeConcat(parts.stream().map(p -> Assembly.list(p.dims())).toList(), axis);
    return in.net().addView(op.name(), dims, layer, nodes(settled));
  }

  private static int[] nodes(List<View> views) {
    return views.stream().mapToInt(View::node).toArray();
  }

  private static void requireAlike(List<View> parts) {
    int[] rest = Arrays.copyOfRange(parts.get(0).dims(), 1, parts.get(0).rank());
    for (View part : parts) {
      if (!Arrays.equals(rest, Arrays.copyOfRange(part.dims(), 1, part.rank()))) {
        throw new UnsupportedNodeException("its inputs differ in more than one dimension");
      }
    }
  }

  /** Whether that axis is the channels of all, and they are otherwise arranged alike. */
  private static boolean alikeButChannels(List<View> parts, int axis) {
    Optional<int[]> first = parts.get(0).axes();
    Shape shape = parts.get(0).shape();
    return first.isPresent()
        && first.get()[axis] == 0
        && parts.stream()
            .allMatch(
                p ->
                    p.shape().withChannels(1).equals(shape.withChannels(1))
                        && p.axes().filter(axes -> Arrays.equals(axes, first.get())).isPresent());
  }

  private static void split(Op op, Reading in) {
    View x = in.tensor(op, 0);
    int axis = Reading.axis(op.integer("axis", 0), x.rank());
    requireAxis(x, axis);
    int[] sizes = Splitting.sizes(op, in, x.dim(axis));
    boolean equal = Arrays.stream(sizes).allMatch(size -> size == sizes[0]);
    int begin = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (!op.outputs().get(i).isEmpty()) {
        String name = op.outputs().get(i);
        in.put(name, range(op.name(), name, in, x, axis, begin, begin + sizes[i], equal));
      }
      begin += sizes[i];
    }
  }

  private static void requireAxis(View x, int axis) {
    if (axis >= x.rank()) {
      throw new UnsupportedNodeException("has no axis " + (axis + 1));
    }
  }

  /** What lies between two places of an axis. */
  private static View range(
      String split, String name, Reading in, View x, int axis, int from, int to, boolean equal) {
    if (from == 0 && to == x.dim(axis)) {
      return x;
    }
    if (x.channelDim().filter(channel -> channel == axis).isPresent()) {
      int node = channels(split, name, in, x, from, to, equal);
      return x.withShape(node, in.net().shape(node));
    }
    View settled = in.net().settled(x);
    int[] dims = x.dims();
    dims[axis] = to - from;
    if (axis == 0) {
      int node = channels(split, name, in, settled, from, to, equal);
      return View.of(node, in.net().shape(node), dims);
    }
    return every(name, in, settled, axis, from, to, 1);
  }

  private static int channels(
      String split, String name, Reading in, View x, int from, int to, boolean equal) {
    int width = to - from;
    if (!equal) {
      return in.net().add(name, new ChannelRange(from, to), x.node());
    }
    int parts = x.shape().channels() / width;
    int dealt = in.net().split(split, parts, x.node());
    return in.net().add(name, new Slice(from / width, parts), dealt);
  }

  private static View every(
      String name, Reading in, View settled, int axis, int from, int to, int step) {
    int[] dims = settled.dims();
    FreeSlice layer = new FreeSlice(Assembly.list(dims), axis, from, to, step);
    dims[axis] = (to - from - 1) / step + 1;
    return in.net().addView(name, dims, layer, settled.node());
  }

  private static void slice(Op op, Reading in) {
    View x = in.tensor(op, 0);
    View result = x;
    for (Slicing.Cut cut : Slicing.cuts(op, in, x.rank() + 1)) {
      if (cut.axis() == 0) {
        requireWholeBatch(cut, in);
      } else {
        result = cut(op, in, result, cut);
      }
    }
    in.put(op, result);
  }

  private static void requireWholeBatch(Slicing.Cut cut, Reading in) {
    boolean whole = cut.start() == 0 && cut.step() == 1 && in.isWholeBatch(cut.end());
    if (!whole) {
      throw new UnsupportedNodeException("chooses among the images of a batch");
    }
  }

  private static View cut(Op op, Reading in, View x, Slicing.Cut cut) {
    int axis = cut.axis() - 1;
    int length = x.dim(axis);
    int count = cut.count(length);
    if (cut.step() < 0 || count == 0) {
      throw new UnsupportedNodeException(
          cut.step() < 0 ? "goes backwards, which is not supported" : "puts out nothing");
    }
    int from = cut.begin(length);
    if (cut.step() == 1) {
      return range(op.name(), op.name(), in, x, axis, from, from + count, false);
    }
    int to = from + (count - 1) * cut.step() + 1;
    return every(op.name(), in, in.net().settled(x), axis, from, to, cut.step());
  }

  private static void gather(Op op, Reading in) {
    View x = in.tensor(op, 0);
    Constant indices = in.constant(op, 1);
    int axis = Reading.axis(op.integer("axis", 0), x.rank());
    requireAxis(x, axis);
    if (indices.rank() > 1 || indices.size() == 0 || indices.size() > MOST_GATHERED) {
      throw new UnsupportedNodeException("looks up more than a few indices");
    }
    int length = x.dim(axis);
    int[] places = Arrays.stream(indices.longs()).mapToInt(i -> Grid.axis(i, length)).toArray();
    List<View> parts = new ArrayList<>();
    for (int place : places) {
      parts.add(range(op.name(), op.name(), in, x, axis, place, place + 1, false));
    }
    View result = parts.size() == 1 ? parts.get(0) : joined(op, in, parts, axis);
    in.put(op, indices.rank() == 0 ? without(op, in, result, axis) : result);
  }

  private static View without(Op op, Reading in, View x, int axis) {
    int[] dims = IntStream.range(0, x.rank()).filter(i -> i != axis).map(x::dim).toArray();
    return ArrangingOperators.reshaped(in, x, dims, op.name());
  }
}
