package dev.notch.models.zoo;

import static dev.notch.models.zoo.Branches.reduce;
import static dev.notch.models.zoo.Branches.same;
import static dev.notch.models.zoo.Branches.valid;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.zoo.Branches.Unit;

/**
 * Inception v4. Unlike the paper: the stem has no stride at all (its pools keep the size), only its
 * first convolution shrinks the map, and reduction B pads by 1.
 */
final class InceptionV4 {
  private static final Window PADDED_REDUCE = Window.square(3, 2, 1);

  private final NetworkBuilder net;
  private final Branches branches;

  private InceptionV4(Shape input) {
    this.net = new NetworkBuilder(input);
    this.branches = new Branches(net);
  }

  static Network inceptionv4(String name, int classes, Shape input) {
    return new InceptionV4(input).build(name, classes);
  }

  private Network build(String name, int classes) {
    int x = stem(net.input());
    for (int i = 1; i <= 4; i++) {
      x = blockA("a" + i, x);
    }
    x = reductionA("reductionA", x);
    for (int i = 1; i <= 7; i++) {
      x = blockB("b" + i, x);
    }
    x = reductionB("reductionB", x);
    for (int i = 1; i <= 3; i++) {
      x = blockC("c" + i, x);
    }
    net.scope("head");
    net.linear(net.dropout(net.globalPool(x), 0.2, true), classes);
    return net.build(name);
  }

  private int stem(int from) {
    branches.block("stem1");
    int x = branches.chain("main", from, valid(32), same(32, 3, 3), same(64, 3, 3));
    x = net.concat(branches.chain("3x3", x, same(96, 3, 3)), branches.maxPool(x));
    branches.block("stem2");
    x =
        net.concat(
            branches.chain(
                "7x7", x, same(64, 1, 1), same(64, 7, 1), same(64, 1, 7), same(96, 3, 3)),
            branches.chain("3x3", x, same(64, 1, 1), same(96, 3, 3)));
    branches.block("stem3");
    return net.concat(branches.maxPool(x), branches.chain("3x3", x, same(192, 3, 3)));
  }

  private int blockA(String block, int from) {
    branches.block(block);
    return net.concat(
        branches.chain("double3x3", from, same(64, 1, 1), same(96, 3, 3), same(96, 3, 3)),
        branches.chain("3x3", from, same(64, 1, 1), same(96, 3, 3)),
        branches.chain("1x1", from, same(96, 1, 1)),
        branches.chain("pool", branches.averagePool(from), same(96, 1, 1)));
  }

  private int reductionA(String block, int from) {
    branches.block(block);
    return net.concat(
        branches.chain("double3x3", from, same(192, 1, 1), same(224, 3, 3), reduce(256)),
        branches.chain("3x3", from, reduce(384)),
        branches.reducingMaxPool(from));
  }

  private int blockB(String block, int from) {
    branches.block(block);
    return net.concat(
        branches.chain("1x1", from, same(384, 1, 1)),
        branches.chain("7x7", from, same(192, 1, 1), same(224, 1, 7), same(256, 7, 1)),
        branches.chain(
            "double7x7",
            from,
            same(192, 1, 1),
            same(192, 1, 7),
            same(224, 7, 1),
            same(224, 1, 7),
            same(256, 7, 1)),
        branches.chain("pool", branches.averagePool(from), same(128, 1, 1)));
  }

  private int reductionB(String block, int from) {
    branches.block(block);
    return net.concat(
        branches.chain("3x3", from, same(192, 1, 1), new Unit(192, PADDED_REDUCE)),
        branches.chain(
            "7x7",
            from,
            same(256, 1, 1),
            same(256, 1, 7),
            same(320, 7, 1),
            new Unit(320, PADDED_REDUCE)),
        net.maxPool(from, PADDED_REDUCE));
  }

  private int blockC(String block, int from) {
    branches.block(block);
    return net.concat(
        branches.chain("1x1", from, same(256, 1, 1)),
        forkVerticalFirst("3x3", branches.chain("3x3", from, same(384, 1, 1))),
        forkHorizontalFirst(
            "double3x3",
            branches.chain("double3x3", from, same(384, 1, 1), same(448, 1, 3), same(512, 3, 1))),
        branches.chain("pool", branches.averagePool(from), same(256, 1, 1)));
  }

  private int forkVerticalFirst(String branch, int from) {
    return net.concat(vertical(branch, from), horizontal(branch, from));
  }

  private int forkHorizontalFirst(String branch, int from) {
    return net.concat(horizontal(branch, from), vertical(branch, from));
  }

  private int vertical(String branch, int from) {
    return branches.chain(branch + ".vertical", from, same(256, 3, 1));
  }

  private int horizontal(String branch, int from) {
    return branches.chain(branch + ".horizontal", from, same(256, 1, 3));
  }
}
