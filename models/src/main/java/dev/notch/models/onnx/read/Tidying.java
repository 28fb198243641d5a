package dev.notch.models.onnx.read;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The network without what nobody reads, numbered through. Scales become part of the convolution,
 * linear layer or scale that they alone read, rows of numbers part of the dense layer before them,
 * and zeros around an image part of the convolution that alone reads them.
 */
final class Tidying {
  private final Budget budget;
  private final List<Draft> drafts;
  private final boolean[] gone;
  private final int[] readers;
  private final int[] redirected;
  private final List<Integer> outputs;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final int[] ids;
  private final Names names;

  Tidying(Assembly net, List<Integer> outputs, Budget budget) {
    this.budget = budget;
    this.drafts = new ArrayList<>(net.drafts());
    this.outputs = outputs;
    this.names = net.names();
    this.gone = new boolean[drafts.size()];
    this.readers = new int[drafts.size()];
    this.redirected = new int[drafts.size()];
    this.ids = new int[drafts.size()];
    boolean[] live = live(net, outputs);
    for (int id = 0; id < gone.length; id++) {
      gone[id] = !live[id];
      redirected[id] = id;
      if (live[id]) {
        drafts.get(id).inputs().forEach(input -> readers[input]++);
      }
    }
    outputs.forEach(output -> readers[output]++);
    for (int id = 0; id < gone.length; id++) {
      if (!gone[id]) {
        tidy(id);
      }
    }
    number(deals());
  }

  /** Which nodes some output depends on; the input is one of them anyway. */
  static boolean[] live(Assembly net, List<Integer> outputs) {
    boolean[] live = new boolean[net.drafts().size()];
    outputs.forEach(output -> live[output] = true);
    live[0] = true;
    for (int id = live.length - 1; id >= 0; id--) {
      if (live[id]) {
        net.inputs(id).forEach(input -> live[input] = true);
      }
    }
    return live;
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Integer> outputs() {
    return outputs.stream().map(output -> ids[redirected[output]]).toList();
  }

  Map<String, Tensor> weights() {
    return weights;
  }

  private void tidy(int id) {
    Draft draft = drafts.get(id);
    List<Integer> inputs = draft.inputs().stream().map(input -> redirected[input]).toList();
    drafts.set(id, draft.withInputs(inputs));
    if (draft.layer() instanceof Scale && readers[inputs.get(0)] == 1) {
      absorbScale(id, inputs.get(0));
    } else if (draft.layer() instanceof Convolution c && readers[inputs.get(0)] == 1) {
      absorbPad(id, c, inputs.get(0));
    } else if (draft.layer() instanceof Binary binary) {
      absorbRow(id, binary);
    }
  }

  /** A row of numbers that is added to what a dense layer makes, or multiplies it. */
  private void absorbRow(int id, Binary binary) {
    List<Integer> inputs = drafts.get(id).inputs();
    int dense = denseBefore(inputs.get(0));
    if (dense >= 0
        && drafts.get(inputs.get(1)).layer() instanceof Constant row
        && binary.dims().equals(binary.left())
        && ScaledRows.fit(binary, row, (Dense) drafts.get(dense).layer())) {
      drafts.get(dense).weights().values().forEach(weight -> budget.pass(weight.data().length));
      drafts.set(dense, ScaledRows.by(drafts.get(dense), binary.op(), drafts.get(inputs.get(1))));
      gone[id] = true;
      redirected[id] = inputs.get(0);
      readers[inputs.get(0)] = readers[id];
      gone[inputs.get(1)] = --readers[inputs.get(1)] == 0;
    }
  }

  /** A dense layer that alone is read at a node, perhaps through reshapes; -1 if none is. */
  private int denseBefore(int id) {
    int at = id;
    while (readers[at] == 1 && ScaledRows.keepsRows(drafts, at)) {
      at = drafts.get(at).inputs().get(0);
    }
    return readers[at] == 1 && drafts.get(at).layer() instanceof Dense ? at : -1;
  }

  private void absorbScale(int id, int before) {
    Draft draft = drafts.get(before);
    boolean affine =
        draft.layer() instanceof Convolution
            || draft.layer() instanceof Linear
            || draft.layer() instanceof BatchNorm
            || draft.layer() instanceof Scale;
    if (affine) {
      draft.weights().values().forEach(weight -> budget.pass(weight.data().length));
      drafts.set(before, Scaled.by(draft, drafts.get(id)));
      gone[id] = true;
      redirected[id] = before;
      readers[before] = readers[id];
    }
  }

  private void absorbPad(int id, Convolution c, int before) {
    Draft draft = drafts.get(before);
    if (draft.layer() instanceof Pad p
        && p.mode() == Pad.Mode.CONSTANT
        && p.value() == 0
        && Math.min(Math.min(p.top(), p.left()), Math.min(p.bottom(), p.right())) >= 0) {
      Window w = c.window();
      Window padded =
          new Window(
              w.kernelHeight(),
              w.kernelWidth(),
              w.strideHeight(),
              w.strideWidth(),
              w.padTop() + p.top(),
              w.padLeft() + p.left(),
              w.padBottom() + p.bottom(),
              w.padRight() + p.right(),
              w.dilationHeight(),
              w.dilationWidth());
      Draft own = drafts.get(id);
      Convolution layer = new Convolution(c.in(), c.out(), padded, c.groups(), c.bias());
      drafts.set(id, own.with(layer, own.weights()).withInputs(draft.inputs()));
      gone[before] = true;
    }
  }

  /** Nodes all of whose ranges of channels together are all of its channels, in equal parts. */
  private Map<Integer, Split> deals() {
    Map<Integer, List<ChannelRange>> ranges = new LinkedHashMap<>();
    for (int id = 0; id < gone.length; id++) {
      if (!gone[id] && drafts.get(id).layer() instanceof ChannelRange range) {
        ranges.computeIfAbsent(drafts.get(id).inputs().get(0), n -> new ArrayList<>()).add(range);
      }
    }
    Map<Integer, Split> deals = new LinkedHashMap<>();
    ranges.forEach(
        (id, all) -> {
          int channels = drafts.get(id).shape().channels();
          int width = all.get(0).to() - all.get(0).from();
          boolean equal =
              channels % width == 0
                  && all.stream().allMatch(r -> r.from() % width == 0 && r.to() - r.from() == width)
                  && all.stream().distinct().count() == channels / width
                  && channels > width;
          if (equal) {
            deals.put(id, new Split(channels / width));
          }
        });
    return deals;
  }

  private void number(Map<Integer, Split> deals) {
    Map<Integer, Integer> dealt = new LinkedHashMap<>();
    for (int id = 0; id < gone.length; id++) {
      if (gone[id]) {
        continue;
      }
      Draft draft = drafts.get(id);
      List<Integer> inputs = draft.inputs().stream().map(input -> ids[input]).toList();
      if (draft.layer() instanceof ChannelRange range && deals.containsKey(draft.inputs().get(0))) {
        int input = draft.inputs().get(0);
        Split split = deals.get(input);
        int place =
            dealt.computeIfAbsent(
                input, i -> add(names.unique(draft.name() + ".split"), split, inputs));
        int part = range.from() / (range.to() - range.from());
        ids[id] = add(draft.name(), new Slice(part, split.parts()), List.of(place));
      } else {
        ids[id] = add(draft.name(), draft.layer(), inputs);
        draft.weights().forEach((part, w) -> weights.put(draft.name() + "." + part, w));
      }
    }
  }

  private int add(String name, Layer layer, List<Integer> inputs) {
    nodes.add(new Node(nodes.size(), name, layer, inputs));
    return nodes.size() - 1;
  }
}
