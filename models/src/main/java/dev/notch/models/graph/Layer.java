package dev.notch.models.graph;

import java.util.List;
import java.util.function.Supplier;

/**
 * The whole vocabulary of layers. A layer is a value: it knows its own sizes and how shapes pass
 * through it, never its weights, its name or its neighbours.
 */
public sealed interface Layer {

  /** The image that enters the network. */
  record Input(Shape shape) implements Layer {}

  /**
   * A 2-D convolution without dilation. Weights: {@code out x in/groups x kernelHeight x
   * kernelWidth}, bias: {@code out}. Depthwise when {@code groups == in}.
   */
  record Convolution(int in, int out, Window window, int groups, boolean bias) implements Layer {
    public Convolution {
      require(in > 0 && out > 0 && groups > 0, "channels and groups must be positive");
      require(
          in % groups == 0 && out % groups == 0,
          () -> "groups " + groups + " must divide in " + in + " and out " + out);
    }

    /** One filter a channel: the output channel is its input channel, filtered. */
    public boolean depthwise() {
      return groups == in && in == out && groups > 1;
    }

    /** A 1 x 1 kernel over all channels. */
    public boolean pointwise() {
      return groups == 1 && window.kernelArea() == 1;
    }
  }

  /**
   * Batch normalisation over channels with gamma, beta and running statistics; momentum is the
   * weight of the new batch.
   */
  record BatchNorm(int channels, double epsilon, double momentum) implements Layer {
    public BatchNorm {
      require(
          channels > 0 && epsilon > 0 && momentum > 0 && momentum <= 1,
          "channels, epsilon and momentum must be positive");
    }
  }

  /** An elementwise function without weights. */
  record Activation(Function function) implements Layer {
    public enum Function {
      RELU,
      RELU6,
      SIGMOID
    }
  }

  /**
   * Pooling over a window; max pads with minus infinity, average with zeros that are counted if
   * {@code countPadding}.
   */
  record Pool(Kind kind, Window window, boolean countPadding) implements Layer {
    public enum Kind {
      MAX,
      AVERAGE
    }

    public Pool {
      require(
          window.padHeight() * 2 <= window.kernelHeight()
              && window.padWidth() * 2 <= window.kernelWidth(),
          "padding of a pool must be at most half its kernel");
    }
  }

  /** The mean over height and width. */
  record GlobalPool() implements Layer {}

  /** A fully connected layer over a vector. Weights: {@code out x in}, bias: {@code out}. */
  record Linear(int in, int out, boolean bias) implements Layer {
    public Linear {
      require(in > 0 && out > 0, "features must be positive");
    }
  }

  /** Elementwise sum of inputs of one shape. */
  record Add() implements Layer {}

  /** Multiplies a map (first input) by a gate of one value a channel (second input). */
  record Multiply() implements Layer {}

  /** Concatenation on the channel axis, in the order of the inputs. */
  record Concat() implements Layer {}

  /**
   * Marks where channels are dealt out: its output is its input, and each consumer is a {@link
   * Slice} that takes one part. The parts are equally wide.
   */
  record Split(int parts) implements Layer {
    public Split {
      require(parts > 1, "a split needs at least two parts, was " + parts);
    }
  }

  /** One part of a {@link Split}, counted from 0. */
  record Slice(int part, int parts) implements Layer {
    public Slice {
      require(part >= 0 && part < parts, "part " + part + " is not within " + parts + " parts");
    }
  }

  /** Channel shuffle: view channels as groups x n, transpose, flatten. */
  record Shuffle(int groups) implements Layer {
    public Shuffle {
      require(groups > 1, "a shuffle needs at least two groups, was " + groups);
    }
  }

  /** Channels x height x width as one vector, channel-major. */
  record Flatten() implements Layer {}

  /** Dropout while training: of single values, or of whole channels. */
  record Dropout(double rate, boolean channelwise) implements Layer {
    public Dropout {
      require(rate >= 0 && rate < 1, "dropout rate must be within [0, 1), was " + rate);
    }
  }

  /**
   * The output shape for these input shapes.
   *
   * @throws InvalidNetworkException if the inputs do not fit this layer
   */
  default Shape outputShape(List<Shape> inputs) {
    return ShapeRules.outputShape(this, inputs);
  }

  private static void require(boolean condition, String message) {
    require(condition, () -> message);
  }

  /** Makes the message only if it is needed: plans are priced layer by layer, by the million. */
  private static void require(boolean condition, Supplier<String> message) {
    if (!condition) {
      throw new InvalidNetworkException(message.get());
    }
  }
}
