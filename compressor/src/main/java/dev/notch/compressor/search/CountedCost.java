package dev.notch.compressor.search;

import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkCounts;
import dev.notch.models.graph.Node;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.WidthPlan;
import java.util.List;

/**
 * Counts MACs and parameters of a plan without building the narrowed network, which would be a
 * hundred times slower; it counts what {@link NetworkCounts} counts.
 */
final class CountedCost {
  private final ChannelGroups groups;
  private final List<Site> sites;

  /** MACs of layers that no plan changes. */
  private final long fixedMacs;

  /** Parameters of layers that no plan changes. */
  private final long fixedParameters;

  /**
   * A layer whose costs follow widths.
   *
   * @param filterArea places of a filter; 0 if the layer has no filters
   * @param parts groups of channels that filters read one of; 0 if every channel has its own
   * @param places how often each filter is applied
   * @param perChannel parameters for each output channel besides filters
   */
  private record Site(Node node, int filterArea, int parts, long places, int perChannel) {

    /** Weights of the filters, which is also the number of products for one place. */
    long products(long in, long out) {
      return parts == 0 ? out * filterArea : in / parts * out * filterArea;
    }
  }

  CountedCost(ChannelGroups groups) {
    this.groups = groups;
    Network network = groups.network();
    List<Node> nodes = network.nodes();
    this.sites = nodes.stream().filter(CountedCost::varies).map(n -> site(network, n)).toList();
    List<Node> fixed = nodes.stream().filter(n -> !varies(n)).toList();
    this.fixedMacs =
        fixed.stream().mapToLong(n -> NetworkCounts.macs(n.layer(), network.shape(n.id()))).sum();
    this.fixedParameters = fixed.stream().mapToLong(n -> NetworkCounts.parameters(n.layer())).sum();
  }

  private static boolean varies(Node node) {
    Layer layer = node.layer();
    boolean fixed =
        layer instanceof FreeLayer && !(layer instanceof Constant) && !(layer instanceof Dense);
    return !fixed && NetworkCounts.parameters(node.layer()) > 0;
  }

  private static Site site(Network network, Node node) {
    Layer layer = node.layer();
    int area = network.shape(node.id()).area();
    if (layer instanceof Convolution c) {
      int parts = parts(c.in(), c.groups());
      return new Site(node, c.window().kernelArea(), parts, area, c.bias() ? 1 : 0);
    }
    if (layer instanceof TransposedConvolution t) {
      int read = network.shape(node.input()).area();
      int parts = parts(t.in(), t.groups());
      return new Site(node, t.window().kernelArea(), parts, read, t.bias() ? 1 : 0);
    }
    if (layer instanceof Linear linear) {
      return new Site(node, 1, 1, 1, linear.bias() ? 1 : 0);
    }
    if (layer instanceof Dense dense) {
      return new Site(node, 1, 1, dense.places(), dense.bias() ? 1 : 0);
    }
    return new Site(node, 0, 0, 0, perChannel(network, node));
  }

  private static int parts(int in, int groups) {
    return groups > 1 && groups == in ? 0 : groups;
  }

  private static int perChannel(Network network, Node node) {
    Layer layer = node.layer();
    if (layer instanceof BatchNorm
        || layer instanceof Scale
        || layer instanceof PRelu
        || layer instanceof Constant) {
      return (int) (NetworkCounts.parameters(layer) / network.shape(node.id()).channels());
    }
    throw new IllegalArgumentException(
        network.name() + ", layer " + node.name() + " is not counted: " + layer);
  }

  double macs(WidthPlan plan) {
    long sum = fixedMacs;
    for (Site site : sites) {
      sum += site.places() * products(site, plan);
    }
    return sum;
  }

  double parameters(WidthPlan plan) {
    long sum = fixedParameters;
    for (Site site : sites) {
      sum += products(site, plan) + (long) site.perChannel() * written(site.node(), plan);
    }
    return sum;
  }

  private long products(Site site, WidthPlan plan) {
    return site.filterArea() == 0
        ? 0
        : site.products(read(site.node(), plan), written(site.node(), plan));
  }

  private int read(Node node, WidthPlan plan) {
    boolean rows = node.layer() instanceof Dense && !groups.network().channelsLast(node.input());
    return rows ? ((Dense) node.layer()).in() : groups.channels(node.input(), plan);
  }

  private int written(Node node, WidthPlan plan) {
    boolean rows = node.layer() instanceof Dense && !groups.network().channelsLast(node.id());
    return rows ? ((Dense) node.layer()).out() : groups.channels(node.id(), plan);
  }
}
