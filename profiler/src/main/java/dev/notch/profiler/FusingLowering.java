package dev.notch.profiler;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * ONNX Runtime on a CPU: batch normalisation after a convolution was folded on export, activations
 * are fused into convolutions and linear layers, and an add is fused into a convolution that it
 * reads, if that convolution runs in the blocked layout and nobody else reads it.
 */
final class FusingLowering implements Lowering {

  @Override
  public LoweredNetwork lower(Network network) {
    List<Step> steps = new ArrayList<>();
    Set<Integer> covered = new HashSet<>();
    Set<Integer> free = new HashSet<>();
    for (Node node : network.nodes()) {
      Layer layer = node.layer();
      if (layer instanceof Input || layer instanceof Dropout) {
        free.add(node.id());
      } else if (!(layer instanceof Slice) && !covered.contains(node.id())) {
        Step step = step(network, node, covered);
        covered.addAll(step.nodeIds());
        steps.add(step);
      }
    }
    steps.sort(Comparator.comparingInt(Step::lastNodeId));
    return new LoweredNetwork(network, steps, free);
  }

  private static Step step(Network network, Node node, Set<Integer> covered) {
    Fused fused = new Fused(network, node);
    if (node.layer() instanceof Convolution) {
      fused.absorbBatchNorm();
      fused.absorbAdd(covered);
      fused.absorbActivation();
    } else if (node.layer() instanceof Linear) {
      fused.absorbActivation();
    }
    return fused.step();
  }

  /** A layer and what was fused with it so far. */
  private static final class Fused {
    private final Network network;
    private final Node node;
    private final List<Integer> ids;
    private Fusion fusion = Fusion.NONE;

    Fused(Network network, Node node) {
      this.network = network;
      this.node = node;
      this.ids = new ArrayList<>(EagerLowering.nodes(network, node));
    }

    Step step() {
      LayerConfig config = LayerConfig.of(network, node);
      return new Step(
          ids.size() == 1 || fusion.equals(Fusion.NONE) ? config : config.withFused(fusion), ids);
    }

    void absorbBatchNorm() {
      onlyReader().filter(n -> n.layer() instanceof BatchNorm).ifPresent(n -> ids.add(n.id()));
    }

    void absorbActivation() {
      onlyReader()
          .ifPresent(
              reader -> {
                if (reader.layer() instanceof Activation a) {
                  ids.add(reader.id());
                  fusion = fusion.withActivation(a.function());
                }
              });
    }

    void absorbAdd(Set<Integer> covered) {
      onlyReader()
          .filter(n -> n.layer() instanceof Add && n.inputs().size() == 2)
          .filter(n -> !covered.contains(n.id()))
          .ifPresent(
              add -> {
                ids.add(add.id());
                fusion = fusion.withAdd();
              });
    }

    private Optional<Node> onlyReader() {
      List<Integer> readers = network.consumers(ids.get(ids.size() - 1));
      return readers.size() == 1 ? Optional.of(network.node(readers.get(0))) : Optional.empty();
    }
  }
}
