package dev.notch.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkCounts;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.timing.Intervals.Interval;
import dev.notch.timing.NetworkLatency;
import dev.notch.timing.NetworkLatency.Estimate;
import dev.notch.timing.TimingModel;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a network consists of, as {@code optimize inspect --json} prints it. Shapes are those of one
 * image: channels, height, width.
 *
 * @param predicted left out if no timing model is at hand, or it cannot price a layer
 */
record Inspection(
    @JsonProperty("model") String model,
    @JsonProperty("inputs") List<Tensor> inputs,
    @JsonProperty("outputs") List<Tensor> outputs,
    @JsonProperty("params") long params,
    @JsonProperty("macs") long macs,
    @JsonProperty("layers") List<LayerLine> layers,
    @JsonProperty("groups") List<GroupLine> groups,
    @JsonProperty("predicted") @JsonInclude(JsonInclude.Include.NON_NULL) Predicted predicted) {
  /** An input or output of the network. */
  record Tensor(@JsonProperty("name") String name, @JsonProperty("shape") List<Integer> shape) {}

  /**
   * @param group that the channels of the output belong to; null if they are of none, or of several
   * @param groups all that they belong to
   */
  record LayerLine(
      @JsonProperty("name") String name,
      @JsonProperty("kind") String kind,
      @JsonProperty("output_shape") List<Integer> outputShape,
      @JsonProperty("macs") long macs,
      @JsonProperty("params") long params,
      @JsonProperty("group") Integer group,
      @JsonProperty("groups") List<Integer> groups) {}

  /**
   * Channels that move together.
   *
   * @param layers that have them, for a person: convolutions, linear layers and the like
   * @param frozen whether they cannot be cut
   * @param reason why not; null if they can
   */
  record GroupLine(
      @JsonProperty("id") int id,
      @JsonProperty("name") String name,
      @JsonProperty("width") int width,
      @JsonProperty("layers") List<String> layers,
      @JsonProperty("frozen") boolean frozen,
      @JsonProperty("reason") String reason) {}

  /** What a timing model says of one inference, in milliseconds. */
  record Predicted(
      @JsonProperty("ms") double ms,
      @JsonProperty("low_ms") Double lowMs,
      @JsonProperty("high_ms") Double highMs,
      @JsonProperty("runtime") String runtime,
      @JsonProperty("threads") int threads) {

    static Predicted of(TimingModel model, Network network) {
      Estimate estimate = new NetworkLatency(model).estimate(network);
      return new Predicted(
          estimate.totalMs(),
          estimate.interval().map(Interval::low).orElse(null),
          estimate.interval().map(Interval::high).orElse(null),
          model.provenance().runtime(),
          model.provenance().threads());
    }
  }

  static Inspection of(ChosenNetwork chosen, Optional<Predicted> predicted) {
    Network network = chosen.network();
    NetworkCounts counts = network.counts();
    ChannelGroups groups = ChannelGroups.of(network);
    return new Inspection(
        network.name(),
        List.of(new Tensor(chosen.input(), shape(network.inputShape()))),
        outputs(chosen),
        counts.parameters(),
        counts.macs(),
        network.nodes().stream()
            .filter(node -> !(node.layer() instanceof Input))
            .map(node -> layer(groups, node))
            .toList(),
        groups(groups),
        predicted.orElse(null));
  }

  private static List<Tensor> outputs(ChosenNetwork chosen) {
    List<Integer> ids = chosen.network().outputs();
    return IntStream.range(0, ids.size())
        .mapToObj(
            i -> new Tensor(chosen.outputs().get(i), shape(chosen.network().shape(ids.get(i)))))
        .toList();
  }

  private static List<Integer> shape(Shape shape) {
    return List.of(shape.channels(), shape.height(), shape.width());
  }

  private static LayerLine layer(ChannelGroups groups, Node node) {
    Shape output = groups.network().shape(node.id());
    List<Integer> ids = IntStream.of(groups.groupsOf(node.id())).boxed().toList();
    return new LayerLine(
        node.name(),
        LayerKinds.of(node.layer()),
        shape(output),
        NetworkCounts.macs(node.layer(), output),
        NetworkCounts.parameters(node.layer()),
        ids.size() == 1 ? ids.get(0) : null,
        ids);
  }

  private static List<GroupLine> groups(ChannelGroups groups) {
    return groups.coupled().stream()
        .map(
            c ->
                new GroupLine(
                    c.id(),
                    c.name(),
                    c.width(),
                    c.layers(),
                    c.frozen().isPresent(),
                    c.frozen().orElse(null)))
        .toList();
  }
}
