package dev.notch.compressor.sensitivity;

import dev.notch.compressor.search.Axis;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Node;
import dev.notch.models.width.ChannelGroup;
import dev.notch.models.width.ChannelGroups;
import java.util.TreeSet;

/**
 * How unlike two axes of a network are, from what they are made of: which kinds of layers make
 * their channels and whether several do (a residual stream), how wide they are, how large their
 * maps, and where in the network they stand.
 */
final class Likeness {
  private static final double OTHER_KIND = 4;
  private static final double WHOLE_NETWORK = 4;

  private final ChannelGroups groups;

  Likeness(ChannelGroups groups) {
    this.groups = groups;
  }

  /** 0 for equals; 1 is about as unlike as twice the width. */
  double distance(Axis a, Axis b) {
    ChannelGroup first = groups.groups().get(a.groups()[0]);
    ChannelGroup second = groups.groups().get(b.groups()[0]);
    return (role(first).equals(role(second)) ? 0 : OTHER_KIND)
        + Math.abs(log2(first.width()) - log2(second.width()))
        + Math.abs(log2(area(first)) - log2(area(second))) / 2
        + WHOLE_NETWORK * Math.abs(place(first) - place(second));
  }

  /** The kinds of layers that make the channels, and whether several layers do. */
  private String role(ChannelGroup group) {
    TreeSet<String> kinds = new TreeSet<>();
    group.producers().forEach(id -> kinds.add(kind(groups.network().node(id))));
    return kinds + (group.producers().size() > 1 ? " joined" : "");
  }

  private static String kind(Node node) {
    return node.layer() instanceof Convolution c
        ? c.window().kernelHeight() + "x" + c.window().kernelWidth() + (c.groups() > 1 ? "g" : "")
        : node.layer().getClass().getSimpleName();
  }

  private int area(ChannelGroup group) {
    return groups.network().shape(group.producers().get(0)).area();
  }

  private double place(ChannelGroup group) {
    return group.producers().get(0) / (double) groups.network().nodes().size();
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
