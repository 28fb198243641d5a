package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.notch.models.NotchException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The graph of a file, checked: every name has one origin, there is no cycle, one input. Operators
 * are in an order in which each follows what it reads; those that no output depends on are left
 * out, for they compute nothing.
 *
 * @param readers how many inputs of operators and outputs of the graph read each name
 */
record SourceGraph(
    ValueInfoProto input,
    List<ValueInfoProto> outputs,
    Map<String, TensorProto> initializers,
    List<Op> ops,
    Map<String, Integer> readers) {

  /**
   * @throws NotchException if the graph is none; the message names what is wrong
   */
  static SourceGraph of(GraphProto graph, List<Op> ops, Path file) {
    return new Checker(graph, ops, file).check();
  }

  private static final int MOST_OUTPUTS = 1_000;

  private static final class Checker {
    private final GraphProto graph;
    private final List<Op> ops;
    private final Path file;
    private final Map<String, TensorProto> initializers = new HashMap<>();
    private final Map<String, Integer> producers = new HashMap<>();
    private final Set<String> given = new HashSet<>();

    Checker(GraphProto graph, List<Op> ops, Path file) {
      this.graph = graph;
      this.file = file;
      this.ops = ops;
    }

    SourceGraph check() {
      for (TensorProto tensor : graph.getInitializerList()) {
        if (initializers.put(tensor.getName(), tensor) != null) {
          throw damaged("two weights are named " + Text.shown(tensor.getName()));
        }
      }
      if (graph.getSparseInitializerCount() > 0) {
        throw new NotchException(
            file + " has sparse weights, which are not supported; export it with dense ones");
      }
      given.addAll(initializers.keySet());
      ValueInfoProto input = input();
      given.add(input.getName());
      findProducers();
      List<ValueInfoProto> outputs = outputs();
      List<Op> live = inOrder(live(outputs));
      return new SourceGraph(input, outputs, initializers, live, readers(live, outputs));
    }

    private ValueInfoProto input() {
      List<ValueInfoProto> inputs =
          graph.getInputList().stream()
              .filter(value -> !initializers.containsKey(value.getName()))
              .toList();
      if (inputs.size() != 1) {
        String names =
            String.join(", ", inputs.stream().limit(10).map(v -> Text.shown(v.getName())).toList());
        throw new NotchException(
            file
                + " has "
                + (inputs.isEmpty() ? "no input" : inputs.size() + " inputs (" + names + ")")
                + "; only networks with one input are supported: export it so, the others fixed");
      }
      return inputs.get(0);
    }

    private void findProducers() {
      for (int i = 0; i < ops.size(); i++) {
        for (String output : ops.get(i).outputs()) {
          if (!output.isEmpty() && (given.contains(output) || producers.put(output, i) != null)) {
            throw damaged("two tensors are named " + Text.shown(output));
          }
        }
      }
    }

    private List<ValueInfoProto> outputs() {
      Set<String> names = new HashSet<>();
      for (ValueInfoProto output : graph.getOutputList()) {
        if (!names.add(output.getName())) {
          throw damaged("two outputs are named " + Text.shown(output.getName()));
        }
        requireOrigin(output.getName(), "its output");
      }
      if (names.isEmpty() || names.size() > MOST_OUTPUTS) {
        throw damaged(
            names.isEmpty() ? "it has no output" : "it has more than " + MOST_OUTPUTS + " outputs");
      }
      return graph.getOutputList();
    }

    private void requireOrigin(String name, String who) {
      if (!producers.containsKey(name) && !given.contains(name)) {
        throw damaged(who + " reads " + Text.shown(name) + ", which nothing puts out");
      }
    }

    private boolean[] live(List<ValueInfoProto> outputs) {
      boolean[] live = new boolean[ops.size()];
      Deque<String> open = new ArrayDeque<>();
      outputs.forEach(output -> open.add(output.getName()));
      while (!open.isEmpty()) {
        Integer producer = producers.get(open.remove());
        if (producer != null && !live[producer]) {
          live[producer] = true;
          for (String input : ops.get(producer).inputs()) {
            if (!input.isEmpty()) {
              requireOrigin(input, "node " + Text.shown(ops.get(producer).name()));
              open.add(input);
            }
          }
        }
      }
      return live;
    }

    /** Takes operators as soon as all that they read is there, early ones first. */
    private List<Op> inOrder(boolean[] live) {
      int[] missing = new int[ops.size()];
      Map<String, List<Integer>> waiting = new HashMap<>();
      Deque<Integer> ready = new ArrayDeque<>();
      int total = 0;
      for (int i = 0; i < ops.size(); i++) {
        if (live[i]) {
          total++;
          for (String input : ops.get(i).inputs()) {
            if (producers.containsKey(input)) {
              missing[i]++;
              waiting.computeIfAbsent(input, name -> new ArrayList<>()).add(i);
            }
          }
          if (missing[i] == 0) {
            ready.add(i);
          }
        }
      }
      return isOrdered(live) ? ordered(live) : take(ready, missing, waiting, total);
    }

    private List<Op> take(
        Deque<Integer> ready, int[] missing, Map<String, List<Integer>> waiting, int total) {
      List<Op> order = new ArrayList<>();
      while (!ready.isEmpty()) {
        Op op = ops.get(ready.remove());
        order.add(op);
        for (String output : op.outputs()) {
          for (int reader : waiting.getOrDefault(output, List.of())) {
            if (--missing[reader] == 0) {
              ready.add(reader);
            }
          }
        }
      }
      if (order.size() < total) {
        throw damaged("its nodes read one another in a circle");
      }
      return order;
    }

    /** Honest files are in order, and then their own order is kept. */
    private boolean isOrdered(boolean[] live) {
      for (int i = 0; i < ops.size(); i++) {
        if (live[i]) {
          for (String input : ops.get(i).inputs()) {
            if (producers.getOrDefault(input, -1) >= i) {
              return false;
            }
          }
        }
      }
      return true;
    }

    private List<Op> ordered(boolean[] live) {
      List<Op> order = new ArrayList<>();
      for (int i = 0; i < ops.size(); i++) {
        if (live[i]) {
          order.add(ops.get(i));
        }
      }
      return order;
    }

    private static Map<String, Integer> readers(List<Op> ops, List<ValueInfoProto> outputs) {
      Map<String, Integer> readers = new HashMap<>();
      ops.forEach(op -> op.inputs().forEach(name -> readers.merge(name, 1, Integer::sum)));
      outputs.forEach(output -> readers.merge(output.getName(), 1, Integer::sum));
      return readers;
    }

    private NotchException damaged(String what) {
      return new NotchException(file + " is damaged: " + what + "; export it again");
    }
  }
}
