package dev.notch.models.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalMaxPool;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.SpatialLayer;
import java.util.List;

/**
 * Runs one layer. Vectors travel as {@code (batch, channels)} after pooling, flattening and linear
 * layers, and as {@code (batch, channels, 1, 1)} elsewhere; each layer takes them in the form it
 * needs. Results belong to the manager of the first input.
 *
 * <p>PyTorch's functions are called directly, not through DJL's blocks, which take the epsilon of
 * batch normalisation in single precision and its momentum as one minus PyTorch's.
 */
final class LayerRunner {
  private static final Shape ONE = new Shape(1, 1);

  private final Layout layout;

  LayerRunner(Layout layout) {
    this.layout = layout;
  }

  PtNDArray run(Layer layer, LayerParameters parameters, List<PtNDArray> inputs, Pass pass) {
    PtNDArray x = inputs.get(0);
    if (layer instanceof Convolution c) {
      return Convolutions.run(c, parameters, Views.map(x));
    }
    if (layer instanceof BatchNorm bn) {
      return batchNorm(bn, parameters, Views.channels(x), pass);
    }
    if (layer instanceof Activation activation) {
      return Activations.run(activation, x);
    }
    if (layer instanceof Linear) {
      return JniUtils.linear(Views.vector(x), parameters.weight(), parameters.bias());
    }
    if (layer instanceof Pool pool) {
      return Pools.run(pool, Views.map(x));
    }
    if (layer instanceof GlobalPool) {
      return Views.vector(JniUtils.adaptiveAvgPool(Views.map(x), ONE));
    }
    if (layer instanceof GlobalMaxPool) {
      return Views.vector(JniUtils.adaptiveMaxPool(Views.map(x), ONE));
    }
    if (layer instanceof TransposedConvolution t) {
      return Convolutions.run(t, parameters, Views.map(x));
    }
    if (layer instanceof SpatialLayer spatial) {
      return Planes.run(spatial, Views.map(x));
    }
    if (layer instanceof FreeLayer free) {
      return FreeRunner.run(free, parameters, inputs);
    }
    return perChannel(layer, parameters, inputs, x);
  }

  private PtNDArray perChannel(
      Layer layer, LayerParameters parameters, List<PtNDArray> inputs, PtNDArray x) {
    if (layer instanceof Scale) {
      return Channels.scale(parameters, Views.channels(x));
    }
    if (layer instanceof PRelu) {
      return Channels.prelu(parameters, Views.channels(x));
    }
    if (layer instanceof Softmax) {
      PtNDArray channels = Views.channels(x);
      return JniUtils.softmax(channels, 1, channels.getDataType());
    }
    if (layer instanceof LocalResponseNorm norm) {
      return Channels.localResponseNorm(norm, Views.map(x));
    }
    return rearrange(layer, inputs, x);
  }

  private PtNDArray rearrange(Layer layer, List<PtNDArray> inputs, PtNDArray x) {
    if (layer instanceof Add) {
      return Channels.join(inputs, JniUtils::add);
    }
    if (layer instanceof Subtract) {
      return Channels.join(inputs, JniUtils::sub);
    }
    if (layer instanceof Multiply) {
      return Channels.join(inputs, JniUtils::mul);
    }
    if (layer instanceof Concat) {
      return JniUtils.cat(inputs.stream().map(Views::map).toArray(PtNDArray[]::new), 1);
    }
    if (layer instanceof Slice slice) {
      long width = x.getShape().get(1) / slice.parts();
      return JniUtils.slice(x, 1, slice.part() * width, (slice.part() + 1) * width, 1);
    }
    if (layer instanceof ChannelRange range) {
      return JniUtils.slice(Views.channels(x), 1, range.from(), range.to(), 1);
    }
    if (layer instanceof Shuffle shuffle) {
      return shuffle(shuffle.groups(), Views.map(x));
    }
    if (layer instanceof Flatten) {
      return Views.flatten(x);
    }
    if (layer instanceof Dropout dropout) {
      return dropout(dropout, x);
    }
    throw new IllegalStateException("PyTorch cannot run " + layer);
  }

  private static PtNDArray batchNorm(BatchNorm bn, LayerParameters p, PtNDArray x, Pass pass) {
    return JniUtils.batchNorm(
        x,
        p.mean(),
        p.variance(),
        p.weight(),
        p.bias(),
        pass.batchStatistics(),
        pass.momentumOr(bn.momentum()),
        bn.epsilon());
  }

  /** Shuffles where the channels lie, so that the result keeps the layout of its input. */
  private PtNDArray shuffle(int groups, PtNDArray x) {
    Shape s = x.getShape();
    long n = s.get(1) / groups;
    if (layout == Layout.NCHW) {
      return swap(x, new Shape(s.get(0), groups, n, s.get(2), s.get(3)), 1, s);
    }
    try (PtNDArray last = x.transpose(0, 2, 3, 1)) {
      Shape dealt = new Shape(s.get(0), s.get(2), s.get(3), groups, n);
      try (PtNDArray shuffled = swap(last, dealt, 3, last.getShape())) {
        return shuffled.transpose(0, 3, 1, 2);
      }
    }
  }

  /** Views x as {@code dealt}, exchanges an axis and the next, and flattens to {@code result}. */
  private static PtNDArray swap(PtNDArray x, Shape dealt, int axis, Shape result) {
    try (PtNDArray view = x.reshape(dealt);
        PtNDArray swapped = JniUtils.transpose(view, axis, axis + 1)) {
      return swapped.reshape(result);
    }
  }

  private static PtNDArray dropout(Dropout dropout, PtNDArray x) {
    if (!dropout.channelwise()) {
      return JniUtils.dropout(x, dropout.rate(), true);
    }
    Shape perChannel = new Shape(x.getShape().get(0), x.getShape().get(1), 1, 1);
    PtNDArray ones = (PtNDArray) x.getManager().ones(perChannel, x.getDataType());
    return JniUtils.mul(Views.map(x), JniUtils.dropout(ones, dropout.rate(), true));
  }
}
