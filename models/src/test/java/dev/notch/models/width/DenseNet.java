package dev.notch.models.width;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import java.util.ArrayList;
import java.util.List;

/**
 * DenseNet with bottlenecks (G. Huang et al., arXiv:1608.06993): every layer reads all layers
 * before it in its block, and each concatenation is written out anew, as exporters do.
 */
final class DenseNet {
  private static final int GROWTH = 32;

  private final NetworkBuilder b;

  private DenseNet(Shape image) {
    b = new NetworkBuilder(image);
  }

  /** DenseNet121 for 224 x 224 pixels and 1000 classes. */
  static Network of121Layers() {
    return new DenseNet(new Shape(3, 224, 224)).build("densenet121", 1000, 6, 12, 24, 16);
  }

  /** A short one for small images. */
  static Network small() {
    return new DenseNet(new Shape(3, 32, 32)).build("densenet17", 10, 2, 3, 2);
  }

  private Network build(String name, int classes, int... blocks) {
    int at = b.convBnRelu(b.input(), 2 * GROWTH, Window.square(7, 2, 3), 1, false);
    at = b.maxPool(at, Window.square(3, 2, 1));
    for (int block = 0; block < blocks.length; block++) {
      at = b.relu(b.batchNorm(dense(block, at, blocks[block])));
      if (block < blocks.length - 1) {
        at = b.conv(at, b.channels(at) / 2, Window.same(1, 1), 1, false);
        at = b.averagePool(at, Window.square(2, 2, 0), false);
      }
    }
    b.linear(b.globalPool(at), classes);
    return b.build(name);
  }

  private int dense(int block, int from, int layers) {
    List<Integer> made = new ArrayList<>(List.of(from));
    int all = from;
    for (int layer = 0; layer < layers; layer++) {
      b.scope("block" + block + ".layer" + layer);
      int narrow = b.conv(b.relu(b.batchNorm(all)), 4 * GROWTH, Window.same(1, 1), 1, false);
      made.add(b.conv(b.relu(b.batchNorm(narrow)), GROWTH, Window.same(3, 3), 1, false));
      all = b.concat(made.toArray(Integer[]::new));
    }
    b.scope("");
    return all;
  }
}
