package dev.notch.models.zoo;

import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;

/**
 * MobileNetV2. The stem is a 1x1 convolution with padding 1, so maps grow by a ring of constants
 * (32x32 becomes 34x34); the first unit keeps its expansion; stage 6 has no stride; the classifier
 * is a convolution. All convolutions have biases.
 */
final class MobileNetV2 {
  private static final Window POINT = Window.same(1, 1);

  private record Stage(int expansion, int out, int units, int stride) {}

  private static final Stage[] STAGES = {
    new Stage(1, 16, 1, 1),
    new Stage(6, 24, 2, 2),
    new Stage(6, 32, 3, 2),
    new Stage(6, 64, 4, 2),
    new Stage(6, 96, 3, 1),
    new Stage(6, 160, 3, 1),
    new Stage(6, 320, 1, 1),
  };

  private final NetworkBuilder net;

  private MobileNetV2(Shape input) {
    this.net = new NetworkBuilder(input);
  }

  static Network mobilenetv2(String name, int classes, Shape input) {
    return new MobileNetV2(input).build(name, classes);
  }

  private Network build(String name, int classes) {
    net.scope("stem");
    int x = convBnRelu6(net.input(), 32, Window.square(1, 1, 1), 1);
    for (int i = 0; i < STAGES.length; i++) {
      x = stage("stage" + (i + 1), x, STAGES[i]);
    }
    net.scope("head");
    x = net.globalPool(convBnRelu6(x, 1280, POINT, 1));
    net.flatten(net.conv(x, classes, POINT, 1, true));
    return net.build(name);
  }

  private int stage(String name, int from, Stage stage) {
    int x = from;
    for (int unit = 0; unit < stage.units(); unit++) {
      net.scope(name + ".unit" + (unit + 1));
      x = invertedResidual(x, stage.expansion(), stage.out(), unit == 0 ? stage.stride() : 1);
    }
    return x;
  }

  private int invertedResidual(int from, int expansion, int out, int stride) {
    int inner = expansion * net.channels(from);
    int x = convBnRelu6(from, inner, POINT, 1);
    x = convBnRelu6(x, inner, Window.square(3, stride, 1), inner);
    x = net.convBn(x, out, POINT, 1, true);
    return stride == 1 && net.channels(from) == out ? net.addition(x, from) : x;
  }

  private int convBnRelu6(int from, int out, Window window, int groups) {
    return net.activation(net.convBn(from, out, window, groups, true), Function.RELU6);
  }
}
