package dev.notch.models.zoo;

import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Window;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the way from one node to another out of a network, as short text. */
final class Paths {
  private final Network network;

  Paths(Network network) {
    this.network = network;
  }

  Node node(String name) {
    return network.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node " + name + " in " + network.nodes()));
  }

  /** Name of what that node reads; several are joined by a comma. */
  String inputsOf(String name) {
    return node(name).inputs().stream()
        .map(id -> network.node(id).name())
        .collect(Collectors.joining(", "));
  }

  /** Names of all that read that node. */
  List<String> readersOf(String name) {
    return network.consumers(node(name).id()).stream().map(id -> network.node(id).name()).toList();
  }

  /**
   * The branches of a concatenation, in its order: convolutions as kernel-channels ({@code /2} is a
   * stride, {@code v} no padding where some would keep the size) and pools, back to {@code from}.
   */
  List<String> branches(String concat, String from) {
    int stop = node(from).id();
    return node(concat).inputs().stream().map(id -> path(id, stop)).toList();
  }

  String path(String to, String from) {
    return path(node(to).id(), node(from).id());
  }

  private String path(int id, int stop) {
    if (id == stop) {
      return "";
    }
    Node node = network.node(id);
    if (node.layer() instanceof Concat) {
      return node.inputs().stream()
          .map(input -> path(input, stop))
          .collect(Collectors.joining(" | ", "{", "}"));
    }
    return (path(node.input(), stop) + " " + text(node)).trim();
  }

  private static String text(Node node) {
    if (node.layer() instanceof Convolution c) {
      return text(c.window()) + "-" + c.out();
    }
    if (node.layer() instanceof Pool p) {
      return (p.kind() == Pool.Kind.MAX ? "max" : "avg") + text(p.window());
    }
    return "";
  }

  private static String text(Window w) {
    boolean keeps =
        w.padHeight() == (w.kernelHeight() - 1) / 2 && w.padWidth() == (w.kernelWidth() - 1) / 2;
    String stride = w.strideHeight() == 1 ? "" : "/" + w.strideHeight();
    return w.kernelHeight() + "x" + w.kernelWidth() + stride + (keeps ? "" : "v");
  }
}
