package dev.notch.models.graph;

import static dev.notch.models.graph.Require.require;

import java.util.List;

/**
 * The vocabulary of layers; {@link SpatialLayer} and {@link FreeLayer} continue it. A layer is a
 * value: it knows its own sizes and how shapes pass through it, never its weights, its name or its
 * neighbours.
 */
public sealed interface Layer
    permits FreeLayer,
        SpatialLayer,
        Layer.Input,
        Layer.Convolution,
        Layer.TransposedConvolution,
        Layer.BatchNorm,
        Layer.Scale,
        Layer.Activation,
        Layer.PRelu,
        Layer.Softmax,
        Layer.LocalResponseNorm,
        Layer.Pool,
        Layer.GlobalPool,
        Layer.GlobalMaxPool,
        Layer.Linear,
        Layer.Add,
        Layer.Subtract,
        Layer.Multiply,
        Layer.Concat,
        Layer.Split,
        Layer.Slice,
        Layer.ChannelRange,
        Layer.Shuffle,
        Layer.Flatten,
        Layer.Dropout {

  /** The image that enters the network. */
  record Input(Shape shape) implements Layer {}

  /**
   * A 2-D convolution. Weights: {@code out x in/groups x kernelHeight x kernelWidth}, bias: {@code
   * out}. Depthwise when {@code groups == in}.
   */
  record Convolution(int in, int out, Window window, int groups, boolean bias) implements Layer {
    public Convolution {
      requireGroups(in, out, groups);
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
   * The convolution whose gradient this would be: every value is spread over the window. Weights:
   * {@code in x out/groups x kernelHeight x kernelWidth}, bias: {@code out}. Rows: {@code stride
   * (in - 1) + extent - padTop - padBottom + outputPad}; columns likewise.
   *
   * @param outputPadHeight rows at the bottom that a stride leaves open, below the stride or the
   *     dilation
   */
  record TransposedConvolution(
      int in,
      int out,
      Window window,
      int outputPadHeight,
      int outputPadWidth,
      int groups,
      boolean bias)
      implements Layer {
    public TransposedConvolution {
      requireGroups(in, out, groups);
      require(
          outputPadHeight >= 0
              && outputPadWidth >= 0
              && outputPadHeight < Math.max(window.strideHeight(), window.dilationHeight())
              && outputPadWidth < Math.max(window.strideWidth(), window.dilationWidth()),
          "output padding must be smaller than the stride or the dilation");
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

  /**
   * {@code x * weight + bias}, channel by channel, standing alone.
   *
   * @param shift whether there is a bias
   */
  record Scale(int channels, boolean shift) implements Layer {
    public Scale {
      require(channels > 0, "channels must be positive");
    }
  }

  /**
   * An elementwise function without weights.
   *
   * @param a the function's first parameter, 0 if it has none
   * @param b the function's second parameter, 0 if it has none
   */
  record Activation(Function function, double a, double b) implements Layer {
    /** Functions of x; those with parameters name them. */
    public enum Function {
      RELU(0),
      /** {@code min(max(x, 0), 6)}. */
      RELU6(0),
      SIGMOID(0),
      /** {@code x < 0 ? a x : x}. */
      LEAKY_RELU(1),
      /** {@code min(max(a x + b, 0), 1)}. */
      HARD_SIGMOID(2),
      /** {@code x min(max(x / 6 + 1/2, 0), 1)}. */
      HARD_SWISH(0),
      /** {@code x sigmoid(x)}. */
      SILU(0),
      TANH(0),
      /** {@code x (1 + erf(x / sqrt 2)) / 2}. */
      GELU(0),
      /** GELU by {@code tanh(sqrt(2 / pi) (x + 0.044715 x^3))}. */
      GELU_TANH(0),
      /** {@code min(max(x, a), b)}; either may be infinite. */
      CLIP(2),
      /** {@code x < 0 ? a (exp(x) - 1) : x}. */
      ELU(1),
      /** {@code log(1 + exp(x))}. */
      SOFTPLUS(0),
      /** {@code x tanh(softplus(x))}. */
      MISH(0);

      private final int parameters;

      Function(int parameters) {
        this.parameters = parameters;
      }

      /** How many of a and b it reads. */
      public int parameters() {
        return parameters;
      }
    }

    public Activation {
      require(
          (function.parameters() > 0 || a == 0) && (function.parameters() > 1 || b == 0),
          () -> function + " has only " + function.parameters() + " parameters");
      boolean clip = function == Function.CLIP;
      require(
          clip ? a <= b : Double.isFinite(a) && Double.isFinite(b),
          () -> clip ? "cannot clip below at " + a + " and above at " + b : "needs finite numbers");
    }

    /**
     * A function without parameters.
     *
     * @throws InvalidNetworkException if it has some
     */
    public Activation(Function function) {
      this(function, 0, 0);
      require(function.parameters() == 0, () -> function + " needs its parameters");
    }

    /** Without parameters if it has none: kept trainings are found by this text. */
    @Override
    public String toString() {
      String parameters = function.parameters() == 0 ? "" : ", a=" + a + ", b=" + b;
      return "Activation[function=" + function + parameters + "]";
    }
  }

  /** {@code x < 0 ? weight x : x} with a weight a channel. */
  record PRelu(int channels) implements Layer {
    public PRelu {
      require(channels > 0, "channels must be positive");
    }
  }

  /** Softmax over the channels of each pixel. */
  record Softmax() implements Layer {}

  /**
   * {@code x / (bias + alpha / size * sum)^beta}, the sum over the squares of the {@code size}
   * channels around each, of which {@code (size - 1) / 2}, rounded down, are before it.
   */
  record LocalResponseNorm(int size, double alpha, double beta, double bias) implements Layer {
    public LocalResponseNorm {
      require(size > 0, "size must be positive");
    }
  }

  /**
   * Pooling over a window; max pads with minus infinity, average with zeros that are counted if
   * {@code countPadding}.
   *
   * @param ceilMode whether sizes round up: a last window may reach beyond the padded input, where
   *     nothing is counted, as long as it begins within the input or the padding before it
   */
  record Pool(Kind kind, Window window, boolean countPadding, boolean ceilMode) implements Layer {
    public enum Kind {
      MAX,
      AVERAGE
    }

    public Pool {
      require(
          Math.max(window.padTop(), window.padBottom()) < window.extentHeight()
              && Math.max(window.padLeft(), window.padRight()) < window.extentWidth(),
          "padding of a pool must be smaller than its kernel");
    }

    /** Sizes round down. */
    public Pool(Kind kind, Window window, boolean countPadding) {
      this(kind, window, countPadding, false);
    }

    /** Without the mode if it is the usual one: kept trainings are found by this text. */
    @Override
    public String toString() {
      String text = "Pool[kind=" + kind + ", window=" + window + ", countPadding=" + countPadding;
      return text + (ceilMode ? ", ceilMode=true]" : "]");
    }
  }

  /** The mean over height and width. */
  record GlobalPool() implements Layer {}

  /** The largest value over height and width. */
  record GlobalMaxPool() implements Layer {}

  /** A fully connected layer over a vector. Weights: {@code out x in}, bias: {@code out}. */
  record Linear(int in, int out, boolean bias) implements Layer {
    public Linear {
      require(in > 0 && out > 0, "features must be positive");
    }
  }

  /** Elementwise sum of inputs of one shape; any may be one value a channel. */
  record Add() implements Layer {}

  /** First input less the second one, of one shape; either may be one value a channel. */
  record Subtract() implements Layer {}

  /** Elementwise product of two inputs of one shape; either may be one value a channel: a gate. */
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

  /** The channels from {@code from} up to, not including, {@code to}. */
  record ChannelRange(int from, int to) implements Layer {
    public ChannelRange {
      require(from >= 0 && to > from, () -> "no channels from " + from + " to " + to);
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

  private static void requireGroups(int in, int out, int groups) {
    require(in > 0 && out > 0 && groups > 0, "channels and groups must be positive");
    require(
        in % groups == 0 && out % groups == 0,
        () -> "groups " + groups + " must divide in " + in + " and out " + out);
  }
}
