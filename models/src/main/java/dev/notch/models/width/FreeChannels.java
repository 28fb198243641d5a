package dev.notch.models.width;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * What layers over tensors of any rank do with the first axis, the channels. Many leave it alone:
 * what they do they do with each channel by itself, so that channels can be cut as they pass.
 */
final class FreeChannels {
  private final Network network;
  private final Node node;
  private final FreeLayer layer;

  FreeChannels(Network network, Node node) {
    this.network = network;
    this.node = node;
    this.layer = (FreeLayer) node.layer();
  }

  /** Whether the channels that the layer puts out are those that it reads, index by index. */
  boolean pass() {
    return !node.inputs().isEmpty()
        && leavesFirstAxis()
        && places().allMatch(i -> isSpread(i) || firstAxis(i) == channels(i));
  }

  /** The inputs whose channels the layer puts out, if it lets them pass. */
  List<Integer> passing() {
    return places().filter(i -> !isSpread(i)).mapToObj(node.inputs()::get).toList();
  }

  /** The inputs of which it takes the same values for every channel. */
  List<Integer> spread() {
    return places().filter(this::isSpread).mapToObj(node.inputs()::get).toList();
  }

  /** Whether the inputs' channels stand one behind the other. */
  boolean joins() {
    return layer instanceof FreeConcat concat && concat.axis() == 0;
  }

  /**
   * A layer that makes channels or lets them pass, at other widths.
   *
   * @param channels what each node puts out
   */
  FreeLayer narrow(IntUnaryOperator channels) {
    int out = channels.applyAsInt(node.id());
    if (layer instanceof Constant constant) {
      return new Constant(wide(constant.dims(), out));
    }
    if (layer instanceof Reshape reshape) {
      return new Reshape(wide(reshape.to(), out));
    }
    if (layer instanceof Permute permute) {
      return new Permute(wide(permute.from(), out), permute.order());
    }
    if (layer instanceof Reduce reduce) {
      return new Reduce(reduce.kind(), wide(reduce.of(), out), reduce.axes(), reduce.keep());
    }
    if (layer instanceof FreeSoftmax softmax) {
      return new FreeSoftmax(wide(softmax.dims(), out), softmax.axis());
    }
    if (layer instanceof FreeSlice s) {
      return new FreeSlice(wide(s.of(), out), s.axis(), s.from(), s.to(), s.step());
    }
    if (layer instanceof LayerNorm norm) {
      return new LayerNorm(wide(norm.dims(), out), norm.axis(), norm.epsilon());
    }
    List<List<Integer>> views = places().mapToObj(i -> narrowView(i, channels)).toList();
    return layer instanceof Binary binary
        ? new Binary(binary.op(), views.get(0), views.get(1))
        : new FreeConcat(views, ((FreeConcat) layer).axis());
  }

  private List<Integer> narrowView(int place, IntUnaryOperator channels) {
    List<Integer> view = layer.views().get(place);
    return isSpread(place) ? view : wide(view, channels.applyAsInt(node.inputs().get(place)));
  }

  private boolean leavesFirstAxis() {
    if (layer instanceof Permute permute) {
      return permute.order().get(0) == 0;
    }
    if (layer instanceof Reduce reduce) {
      return reduce.axes().get(0) > 0;
    }
    if (layer instanceof FreeSoftmax softmax) {
      return softmax.axis() > 0;
    }
    if (layer instanceof FreeSlice slice) {
      return slice.axis() > 0;
    }
    if (layer instanceof LayerNorm norm) {
      return norm.axis() > 0;
    }
    return layer instanceof Reshape || layer instanceof Binary || layer instanceof FreeConcat;
  }

  /** Of arithmetic an operand that is repeated for every channel. */
  private boolean isSpread(int place) {
    List<Integer> view = layer.views().get(place);
    return layer instanceof Binary
        && (view.size() < layer.dims().size() || view.get(0) < layer.dims().get(0));
  }

  private IntStream places() {
    return IntStream.range(0, node.inputs().size());
  }

  private int firstAxis(int place) {
    List<Integer> view = layer.views().get(place);
    return view.isEmpty() ? 1 : view.get(0);
  }

  private int channels(int place) {
    return network.shape(node.inputs().get(place)).channels();
  }

  private static List<Integer> wide(List<Integer> dims, int channels) {
    if (dims.isEmpty()) {
      return dims;
    }
    List<Integer> changed = new ArrayList<>(dims);
    changed.set(0, channels);
    return changed;
  }
}
