package dev.notch.profiler.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import dev.notch.models.NotchException;
import dev.notch.profiler.LoweredNetwork;
import dev.notch.profiler.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Times the nodes of a network. The optimised model is written down once: its node names are the
 * same whenever it is loaded, which those that the optimiser invents are not, and loading it again
 * is quick. Each trace uses a session of its own, so that nothing is lost when a process is killed
 * between two traces.
 */
final class OnnxTracer implements AutoCloseable {
  private final LoweredNetwork lowered;
  private final int threads;
  private final Path folder;
  private final Path optimized;
  private final OptimizedGraph graph;

  OnnxTracer(LoweredNetwork lowered, byte[] model, int threads, boolean lenient) {
    this.lowered = lowered;
    this.threads = threads;
    try {
      this.folder = TraceFolder.create(Path.of(System.getProperty("java.io.tmpdir")));
      this.optimized = folder.resolve("optimized.onnx");
      LoadedModel.optimize(model, lowered.network().inputShape(), threads, optimized);
      this.graph = OptimizedGraph.of(named(optimized), lowered, lenient);
    } catch (IOException e) {
      throw new NotchException("cannot trace " + lowered.network().name() + ": " + e, e);
    }
  }

  /**
   * Gives the nodes of a file names of their own: those of functions that the runtime spelled out
   * have none, and would get other ones whenever the file is loaded.
   */
  private static List<NodeProto> named(Path file) throws IOException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    List<NodeProto> nodes = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (NodeProto node : model.getGraph().getNodeList()) {
      boolean named = !node.getName().isEmpty() && taken.add(node.getName());
      String name = named ? node.getName() : node.getOpType() + "/unnamed" + nodes.size();
      nodes.add(node.toBuilder().setName(name).build());
    }
    if (!nodes.equals(model.getGraph().getNodeList())) {
      GraphProto graph = model.getGraph().toBuilder().clearNode().addAllNode(nodes).build();
      Files.write(file, model.toBuilder().setGraph(graph).build().toByteArray());
    }
    return nodes;
  }

  Trace trace(int warmUp, int runs) {
    Path file = record(warmUp + runs);
    try {
      List<double[]> all = TraceReader.read(file, graph, lowered.steps().size());
      Files.delete(file);
      if (all.size() != warmUp + runs) {
        throw new IllegalStateException(
            "ONNX Runtime recorded " + all.size() + " of " + (warmUp + runs) + " runs");
      }
      return new Trace(
          all.subList(warmUp, all.size()).toArray(double[][]::new), graph.eventsPerStep());
    } catch (IOException e) {
      throw new NotchException("cannot read the trace " + file + ": " + e, e);
    }
  }

  private Path record(int runs) {
    try (LoadedModel model =
        LoadedModel.traced(
            optimized, lowered.network().inputShape(), threads, folder.resolve("trace"))) {
      for (int run = 0; run < runs; run++) {
        model.run();
      }
      return model.endTrace();
    }
  }

  @Override
  public void close() {
    try {
      TraceFolder.remove(folder);
    } catch (IOException e) {
      throw new NotchException("cannot remove " + folder + ": " + e, e);
    }
  }
}
