package dev.notch.compressor.reconstruction;

import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a layer puts out at random places of pictures: the same places for networks that differ in
 * channels only.
 *
 * @param batches of normalised pictures, channels last
 * @param places how many to look at, in all pictures together
 */
record Samples(List<float[]> batches, int places) {
  private static final long SEED = 0x6a09e667f3bcc909L;

  /**
   * How the values of one picture lie.
   *
   * @param places of each channel
   * @param last whether the channels of a place lie together
   */
  private record Order(int channels, int places, boolean last) {
    static Order of(Network network, int id) {
      int channels = network.channels(id);
      int places = Math.toIntExact(network.shape(id).size() / channels);
      return new Order(channels, places, network.channelsLast(id));
    }

    int index(int picture, int channel, int place) {
      int within = last ? place * channels + channel : channel * places + place;
      return picture * channels * places + within;
    }
  }

  /** Rows of the values of all channels at one place. */
  float[][] of(Network network, Weights weights, int id) {
    Network part = upTo(network, id);
    Order order = Order.of(network, id);
    int picture = Math.toIntExact(network.inputShape().size());
    int each = Math.max(1, Math.min(order.places(), places / pictures(picture)));
    SplittableRandom random = new SplittableRandom(SEED + id);
    List<float[]> rows = new ArrayList<>();
    try (Inference inference = new Inference(part, only(weights, part))) {
      for (float[] batch : batches) {
        float[] values = inference.outputs(batch).get(0);
        for (int i = 0; i < batch.length / picture; i++) {
          addPlaces(rows, values, i, order, each, random);
        }
      }
    }
    return rows.toArray(float[][]::new);
  }

  private int pictures(int picture) {
    return batches.stream().mapToInt(batch -> batch.length / picture).sum();
  }

  private static void addPlaces(
      List<float[]> rows,
      float[] values,
      int picture,
      Order order,
      int count,
      SplittableRandom random) {
    for (int i = 0; i < count; i++) {
      int place = count == order.places() ? i : random.nextInt(order.places());
      float[] row = new float[order.channels()];
      for (int c = 0; c < row.length; c++) {
        row[c] = values[order.index(picture, c, place)];
      }
      rows.add(row);
    }
  }

  /** The part of a network that one of its nodes needs, that node its output. */
  private static Network upTo(Network network, int id) {
    boolean[] needed = new boolean[id + 1];
    needed[id] = true;
    for (int at = id; at >= 0; at--) {
      if (needed[at]) {
        network.node(at).inputs().forEach(input -> needed[input] = true);
      }
    }
    int[] place = new int[id + 1];
    List<Node> nodes = new ArrayList<>();
    for (int at = 0; at <= id; at++) {
      if (needed[at]) {
        Node node = network.node(at);
        place[at] = nodes.size();
        List<Integer> inputs = node.inputs().stream().map(input -> place[input]).toList();
        nodes.add(new Node(place[at], node.name(), node.layer(), inputs));
      }
    }
    return new Network(network.name(), nodes, List.of(place[id]));
  }

  private static Weights only(Weights weights, Network network) {
    Map<String, Tensor> needed = new LinkedHashMap<>();
    Weights.shapes(network).keySet().forEach(name -> needed.put(name, weights.get(name)));
    return new Weights(needed);
  }
}
