package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.notch.models.NotchException;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Split;
import dev.notch.models.onnx.OnnxSignature.Port;
import dev.notch.models.onnx.OnnxSignature.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The tensors that come out, and the nodes that put them out. */
record OutputPorts(List<Port> ports, List<Integer> nodes) {

  /**
   * @throws NotchException if an output cannot be one of the network's
   */
  static OutputPorts of(SourceGraph source, Reading reading, Path file) {
    List<Port> ports = new ArrayList<>();
    List<Integer> nodes = new ArrayList<>();
    for (ValueInfoProto output : source.outputs()) {
      String name = Text.shown(output.getName());
      View view = view(reading, output, name, file);
      Precision precision =
          output.getType().getTensorType().getElemType() == 0
              ? Precision.FLOAT32
              : InputPort.precision(output.getType(), file, "output " + name);
      ports.add(new Port(output.getName(), Assembly.list(view.dims()), precision));
      nodes.add(node(reading, view, name, nodes));
    }
    reportPlaceholders(reading, nodes, file);
    return new OutputPorts(ports, nodes);
  }

  private static View view(Reading reading, ValueInfoProto output, String name, Path file) {
    Value value = reading.value(output.getName());
    if (value instanceof Value.Expanded expanded) {
      return reading.filled(expanded);
    }
    if (value instanceof View view) {
      return view;
    }
    String what =
        value instanceof Moved
            ? " whose first axis is not the batch; export it with the batch first"
            : " that does not depend on the image; export it without that";
    throw new NotchException(file + " has an output " + name + what);
  }

  private static int node(Reading reading, View view, String name, List<Integer> before) {
    int node = reading.net().natural(view);
    var layer = reading.net().layer(node);
    boolean free = !(layer instanceof Input) && !(layer instanceof Split) && !before.contains(node);
    var shape = reading.net().shape(node);
    return free
        ? node
        : reading
            .net()
            .add(name, new Reshape(List.of(shape.channels(), shape.height(), shape.width())), node);
  }

  /** Error functions that were not part of a GELU. */
  private static void reportPlaceholders(Reading reading, List<Integer> outputs, Path file) {
    Map<Integer, Op> placeholders = reading.recognition().errorFunctions();
    if (placeholders.isEmpty()) {
      return;
    }
    boolean[] live = Tidying.live(reading.net(), outputs);
    Problems problems = new Problems(file.toString());
    placeholders.forEach(
        (node, op) -> {
          if (live[node]) {
            problems.add(op, "is only known as part of a GELU");
          }
        });
    problems.report();
  }
}
