package dev.notch.models.graph;

import static dev.notch.models.graph.Require.require;

import java.util.List;

/**
 * Layers over tensors of any rank. Along the first axis, the channels, they are narrowed where they
 * leave it alone; along the last one where only {@link Dense} layers see it ({@link
 * Network#channelsLast}); along all others they stay as they are. Dimensions are those of one
 * image, the batch not counted, and axes are counted in them from 0. Each layer says with which
 * dimensions it views its inputs, whose values lie in row-major order; what it puts out is a {@link
 * Shape} of the first dimension, the second one, and the product of the rest, each 1 where there is
 * none.
 */
public sealed interface FreeLayer extends Layer {

  /** The dimensions that each input is viewed with. */
  List<List<Integer>> views();

  /** The dimensions of the output. */
  List<Integer> dims();

  /** The same values with other dimensions. */
  record Reshape(List<Integer> to) implements FreeLayer {
    public Reshape {
      to = Dims.copy(to);
    }

    @Override
    public List<List<Integer>> views() {
      return List.of(to);
    }

    @Override
    public List<Integer> dims() {
      return to;
    }
  }

  /** Exchanges axes: axis i of the output is axis {@code order[i]} of the input. */
  record Permute(List<Integer> from, List<Integer> order) implements FreeLayer {
    public Permute {
      from = Dims.copy(from);
      order = List.copyOf(order);
      Dims.requirePermutation(order, from.size());
    }

    @Override
    public List<List<Integer>> views() {
      return List.of(from);
    }

    @Override
    public List<Integer> dims() {
      return order.stream().map(from::get).toList();
    }
  }

  /** Matrix product over the last two axes; the axes before them are broadcast as in numpy. */
  record MatMul(List<Integer> left, List<Integer> right) implements FreeLayer {
    public MatMul {
      left = Dims.copy(left);
      right = Dims.copy(right);
      Dims.requireMatrices(left, right);
    }

    @Override
    public List<List<Integer>> views() {
      return List.of(left, right);
    }

    @Override
    public List<Integer> dims() {
      return Dims.product(left, right);
    }
  }

  /**
   * The same linear layer at every place of the axes before the last one: weight {@code out x in},
   * and, if there is one, a bias.
   *
   * @param of what it reads, {@code in} values along the last axis
   */
  record Dense(List<Integer> of, int out, boolean bias) implements FreeLayer {
    public Dense {
      of = Dims.copy(of);
      require(!of.isEmpty(), "a dense layer needs an axis to work along");
      require(out > 0, "out must be positive, was " + out);
    }

    /** Values that are summed over. */
    public int in() {
      return of.get(of.size() - 1);
    }

    /** How many places it works at. */
    public int places() {
      return Math.toIntExact(Dims.size(of) / in());
    }

    @Override
    public List<List<Integer>> views() {
      return List.of(of);
    }

    @Override
    public List<Integer> dims() {
      return Dims.with(of, of.size() - 1, out);
    }
  }

  /** Softmax over one axis. */
  record FreeSoftmax(List<Integer> dims, int axis) implements FreeLayer {
    public FreeSoftmax {
      dims = Dims.copy(dims);
      Dims.requireAxis(axis, dims);
    }

    @Override
    public List<List<Integer>> views() {
      return List.of(dims);
    }
  }

  /** Every {@code step}-th index of an axis from {@code from} up to, not including, {@code to}. */
  record FreeSlice(List<Integer> of, int axis, int from, int to, int step) implements FreeLayer {
    public FreeSlice {
      of = Dims.copy(of);
      Dims.requireAxis(axis, of);
      boolean within = from >= 0 && to > from && to <= of.get(axis) && step > 0;
      require(within, "from " + from + " to " + to + " by " + step + " is not within " + of);
    }

    @Override
    public List<List<Integer>> views() {
      return List.of(of);
    }

    @Override
    public List<Integer> dims() {
      return Dims.with(of, axis, (to - from - 1) / step + 1);
    }
  }

  /** Concatenation on any axis. */
  record FreeConcat(List<List<Integer>> views, int axis) implements FreeLayer {
    public FreeConcat {
      views = views.stream().map(Dims::copy).toList();
      Dims.requireAlikeBut(axis, views);
    }

    @Override
    public List<Integer> dims() {
      int sum = views.stream().mapToInt(view -> view.get(axis)).reduce(0, Math::addExact);
      return Dims.with(views.get(0), axis, sum);
    }
  }

  /**
   * One value of all along some axes.
   *
   * @param axes ascending
   * @param keep whether these stay, with length 1
   */
  record Reduce(Kind kind, List<Integer> of, List<Integer> axes, boolean keep)
      implements FreeLayer {
    public enum Kind {
      MEAN,
      SUM,
      MAX
    }

    public Reduce {
      of = Dims.copy(of);
      axes = List.copyOf(axes);
      Dims.requireAscending(axes, of);
    }

    @Override
    public List<List<Integer>> views() {
      return List.of(of);
    }

    @Override
    public List<Integer> dims() {
      return Dims.reduce(of, axes, keep);
    }
  }

  /**
   * Elementwise arithmetic of two inputs, broadcast as in numpy; comparisons give 1 where they hold
   * and 0 elsewhere.
   */
  record Binary(Op op, List<Integer> left, List<Integer> right) implements FreeLayer {
    public enum Op {
      ADD,
      SUB,
      MUL,
      DIV,
      POW,
      EQUAL,
      GREATER,
      GREATER_OR_EQUAL,
      LESS,
      LESS_OR_EQUAL;

      /** Whether it gives 1 or 0. */
      public boolean compares() {
        return switch (this) {
          case ADD, SUB, MUL, DIV, POW -> false;
          case EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> true;
        };
      }
    }

    public Binary {
      left = Dims.copy(left);
      right = Dims.copy(right);
      Dims.broadcast(left, right);
    }

    @Override
    public List<List<Integer>> views() {
      return List.of(left, right);
    }

    @Override
    public List<Integer> dims() {
      return Dims.broadcast(left, right);
    }
  }

  /** The same numbers for every image: weight {@code value}, which training leaves alone. */
  record Constant(List<Integer> dims) implements FreeLayer {
    public Constant {
      dims = Dims.copy(dims);
    }

    @Override
    public List<List<Integer>> views() {
      return List.of();
    }
  }

  /**
   * Brings all along the axes from {@code axis} on to mean 0 and variance 1, then multiplies by
   * {@code weight} and adds {@code bias}, which have those axes' dimensions.
   */
  record LayerNorm(List<Integer> dims, int axis, double epsilon) implements FreeLayer {
    public LayerNorm {
      dims = Dims.copy(dims);
      Dims.requireAxis(axis, dims);
      require(epsilon > 0, "epsilon must be positive, was " + epsilon);
    }

    /** The dimensions of the weights. */
    public List<Integer> normalized() {
      return dims.subList(axis, dims.size());
    }

    @Override
    public List<List<Integer>> views() {
      return List.of(dims);
    }
  }
}
