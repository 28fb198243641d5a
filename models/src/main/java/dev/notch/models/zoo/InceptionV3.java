package dev.notch.models.zoo;

import static dev.notch.models.zoo.Branches.reduce;
import static dev.notch.models.zoo.Branches.same;
import static dev.notch.models.zoo.Branches.valid;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;

/**
 * Inception v3. Unlike the paper: no stride and no pool in the stem, 3x3 convolutions after the
 * pools of block A, vertical kernels first in block C, an average pool in block D, no auxiliary
 * head.
 */
final class InceptionV3 {
  private final NetworkBuilder net;
  private final Branches branches;

  private InceptionV3(Shape input) {
    this.net = new NetworkBuilder(input);
    this.branches = new Branches(net);
  }

  static Network inceptionv3(String name, int classes, Shape input) {
    return new InceptionV3(input).build(name, classes);
  }

  private Network build(String name, int classes) {
    int x = stem(net.input());
    x = blockA("a1", x, 32);
    x = blockA("a2", x, 64);
    x = blockA("a3", x, 64);
    x = blockB("b", x);
    x = blockC("c1", x, 128);
    x = blockC("c2", x, 160);
    x = blockC("c3", x, 160);
    x = blockC("c4", x, 192);
    x = blockD("d", x);
    x = blockE("e1", x);
    x = blockE("e2", x);
    net.scope("head");
    net.linear(net.dropout(net.globalPool(x), 0.5, true), classes);
    return net.build(name);
  }

  private int stem(int from) {
    branches.block("stem");
    return branches.chain(
        "main", from, same(32, 3, 3), same(32, 3, 3), same(64, 3, 3), same(80, 1, 1), valid(192));
  }

  private int blockA(String block, int from, int pooled) {
    branches.block(block);
    return net.concat(
        branches.chain("1x1", from, same(64, 1, 1)),
        branches.chain("5x5", from, same(48, 1, 1), same(64, 5, 5)),
        branches.chain("double3x3", from, same(64, 1, 1), same(96, 3, 3), same(96, 3, 3)),
        branches.chain("pool", branches.averagePool(from), same(pooled, 3, 3)));
  }

  private int blockB(String block, int from) {
    branches.block(block);
    return net.concat(
        branches.chain("3x3", from, reduce(384)),
        branches.chain("double3x3", from, same(64, 1, 1), same(96, 3, 3), reduce(96)),
        branches.reducingMaxPool(from));
  }

  private int blockC(String block, int from, int inner) {
    branches.block(block);
    return net.concat(
        branches.chain("1x1", from, same(192, 1, 1)),
        branches.chain("7x7", from, same(inner, 1, 1), same(inner, 7, 1), same(192, 1, 7)),
        branches.chain(
            "double7x7",
            from,
            same(inner, 1, 1),
            same(inner, 7, 1),
            same(inner, 1, 7),
            same(inner, 7, 1),
            same(192, 1, 7)),
        branches.chain("pool", branches.averagePool(from), same(192, 1, 1)));
  }

  private int blockD(String block, int from) {
    branches.block(block);
    return net.concat(
        branches.chain("3x3", from, same(192, 1, 1), reduce(320)),
        branches.chain("7x7", from, same(192, 1, 1), same(192, 1, 7), same(192, 7, 1), reduce(192)),
        branches.reducingAveragePool(from));
  }

  private int blockE(String block, int from) {
    branches.block(block);
    return net.concat(
        branches.chain("1x1", from, same(320, 1, 1)),
        fork("3x3", branches.chain("3x3", from, same(384, 1, 1))),
        fork("double3x3", branches.chain("double3x3", from, same(448, 1, 1), same(384, 3, 3))),
        branches.chain("pool", branches.averagePool(from), same(192, 1, 1)));
  }

  private int fork(String branch, int from) {
    return net.concat(
        branches.chain(branch + ".horizontal", from, same(384, 1, 3)),
        branches.chain(branch + ".vertical", from, same(384, 3, 1)));
  }
}
