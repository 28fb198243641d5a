package dev.notch.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkCounts;
import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.zoo.Zoo;
import java.util.function.Predicate;

/**
 * A network of the zoo in numbers, as {@code optimize models --json} prints it: 100 classes, RGB
 * images of 32x32.
 */
record ModelSummary(
    @JsonProperty("name") String name,
    @JsonProperty("params") long params,
    @JsonProperty("macs") long macs,
    @JsonProperty("conv2d") int conv2d,
    @JsonProperty("conv_depthwise") int convDepthwise,
    @JsonProperty("batchnorm") int batchnorm,
    @JsonProperty("linear") int linear,
    @JsonProperty("add") int add,
    @JsonProperty("concat") int concat,
    @JsonProperty("channel_groups") int channelGroups) {
  private static final int CLASSES = 100;
  private static final Shape INPUT = new Shape(3, 32, 32);

  static ModelSummary of(String name) {
    Network network = Zoo.build(name, CLASSES, INPUT);
    NetworkCounts counts = network.counts();
    return new ModelSummary(
        name,
        counts.parameters(),
        counts.macs(),
        count(network, Convolution.class::isInstance),
        count(network, layer -> layer instanceof Convolution c && c.depthwise()),
        count(network, Layer.BatchNorm.class::isInstance),
        count(network, Layer.Linear.class::isInstance),
        count(network, Layer.Add.class::isInstance),
        count(network, Layer.Concat.class::isInstance),
        ChannelGroups.of(network).groups().size());
  }

  private static int count(Network network, Predicate<Layer> condition) {
    return NetworkCounts.count(network, condition);
  }
}
