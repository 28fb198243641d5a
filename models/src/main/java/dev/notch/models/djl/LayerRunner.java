package dev.notch.models.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Concat;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Layer.Slice;
import dev.notch.models.graph.Window;
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
  private static final Shape NO_DILATION = new Shape(1, 1);

  private final Layout layout;

  LayerRunner(Layout layout) {
    this.layout = layout;
  }

  PtNDArray run(Layer layer, LayerParameters parameters, List<PtNDArray> inputs, Pass pass) {
    PtNDArray x = inputs.get(0);
    if (layer instanceof Convolution c) {
      return convolution(c, parameters, map(x));
    }
    if (layer instanceof BatchNorm bn) {
      return batchNorm(bn, parameters, x, pass);
    }
    if (layer instanceof Activation activation) {
      return Activations.run(activation, x);
    }
    if (layer instanceof Linear) {
      return JniUtils.linear(vector(x), parameters.weight(), parameters.bias());
    }
    if (layer instanceof Pool pool) {
      return pool(pool, map(x));
    }
    if (layer instanceof GlobalPool) {
      return vector(JniUtils.adaptiveAvgPool(map(x), new Shape(1, 1)));
    }
    return rearrange(layer, inputs, x);
  }

  private PtNDArray rearrange(Layer layer, List<PtNDArray> inputs, PtNDArray x) {
    if (layer instanceof Add) {
      return sum(inputs);
    }
    if (layer instanceof Multiply) {
      return JniUtils.mul(map(x), map(inputs.get(1)));
    }
    if (layer instanceof Concat) {
      return JniUtils.cat(inputs.stream().map(LayerRunner::map).toArray(PtNDArray[]::new), 1);
    }
    if (layer instanceof Slice slice) {
      long width = x.getShape().get(1) / slice.parts();
      return JniUtils.slice(x, 1, slice.part() * width, (slice.part() + 1) * width, 1);
    }
    if (layer instanceof Shuffle shuffle) {
      return shuffle(shuffle.groups(), map(x));
    }
    if (layer instanceof Flatten) {
      return flatten(x);
    }
    if (layer instanceof Dropout dropout) {
      return dropout(dropout, x);
    }
    throw new IllegalStateException("PyTorch cannot run " + layer);
  }

  private static PtNDArray convolution(Convolution c, LayerParameters parameters, PtNDArray x) {
    Window w = c.window();
    return JniUtils.convolution(
        x,
        parameters.weight(),
        parameters.bias(),
        new Shape(w.strideHeight(), w.strideWidth()),
        new Shape(w.padHeight(), w.padWidth()),
        NO_DILATION,
        c.groups());
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

  private static PtNDArray pool(Pool pool, PtNDArray x) {
    Window w = pool.window();
    Shape kernel = new Shape(w.kernelHeight(), w.kernelWidth());
    Shape stride = new Shape(w.strideHeight(), w.strideWidth());
    Shape pad = new Shape(w.padHeight(), w.padWidth());
    return switch (pool.kind()) {
      case MAX -> JniUtils.maxPool(x, kernel, stride, pad, false);
      case AVERAGE -> {
        PtNDArray mean = JniUtils.avgPool(x, kernel, stride, pad, false, true);
        yield pool.countPadding() ? mean : mean.div(shareWithin(x, kernel, stride, pad));
      }
    };
  }

  /**
   * How much of each window lies within the map. JniUtils counts padding whatever it is asked for.
   */
  private static PtNDArray shareWithin(PtNDArray x, Shape kernel, Shape stride, Shape pad) {
    Shape map = new Shape(1, 1, x.getShape().get(2), x.getShape().get(3));
    PtNDArray ones = (PtNDArray) x.getManager().ones(map, x.getDataType());
    return JniUtils.avgPool(ones, kernel, stride, pad, false, true);
  }

  private static PtNDArray sum(List<PtNDArray> inputs) {
    boolean maps = inputs.stream().anyMatch(x -> x.getShape().dimension() == 4);
    PtNDArray sum = maps ? map(inputs.get(0)) : inputs.get(0);
    for (PtNDArray next : inputs.subList(1, inputs.size())) {
      sum = JniUtils.add(sum, maps ? map(next) : next);
    }
    return sum;
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
    return JniUtils.mul(map(x), JniUtils.dropout(ones, dropout.rate(), true));
  }

  /** As {@code (batch, channels, height, width)}. */
  private static PtNDArray map(PtNDArray x) {
    Shape s = x.getShape();
    return s.dimension() == 4 ? x : JniUtils.reshape(x, new long[] {s.get(0), s.get(1), 1, 1});
  }

  /** As {@code (batch, values)}, channel-major. */
  static PtNDArray vector(PtNDArray x) {
    return x.getShape().dimension() == 2 ? x : flatten(x);
  }

  /** Always a value of its own, so that freeing the input does not free the result. */
  private static PtNDArray flatten(PtNDArray x) {
    Shape s = x.getShape();
    return JniUtils.reshape(x, new long[] {s.get(0), s.size() / s.get(0)});
  }
}
