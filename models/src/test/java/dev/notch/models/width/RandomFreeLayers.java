package dev.notch.models.width;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Add;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import java.util.List;
import java.util.SplittableRandom;

/** Layers over tensors of any rank, and constants, behind the tensors of a random network. */
final class RandomFreeLayers {
  private final SplittableRandom random;
  private final NetworkBuilder b;

  RandomFreeLayers(SplittableRandom random, NetworkBuilder b) {
    this.random = random;
    this.b = b;
  }

  /** A layer whose channels see each other. */
  int mixing(int from) {
    List<Integer> dims = dims(from);
    return switch (random.nextInt(5)) {
      case 0 -> b.add("softmax", new Softmax(), from);
      case 1 -> b.add("lrn", new LocalResponseNorm(3, 0.1, 0.75, 1), from);
      case 2 -> b.add("freesoftmax", new FreeSoftmax(dims, 0), from);
      case 3 -> {
        int turned = b.add("permute", new Permute(dims, List.of(1, 0, 2)), from);
        List<Integer> rows = List.of(dims.get(1), dims.get(0), dims.get(2));
        yield b.add("permute", new Permute(rows, List.of(1, 0, 2)), b.relu(turned));
      }
      default -> {
        Reduce mean = new Reduce(Reduce.Kind.MEAN, dims, List.of(0), random.nextBoolean());
        yield b.add(
            "less", new Binary(Binary.Op.SUB, dims, mean.dims()), from, b.add("mean", mean, from));
      }
    };
  }

  /** A layer that does the same with every channel. */
  int single(int from) {
    List<Integer> dims = dims(from);
    int axis = random.nextInt(1, 3);
    return switch (random.nextInt(7)) {
      case 0 -> b.add("permute", new Permute(dims, List.of(0, 2, 1)), from);
      case 1 -> b.add("freesoftmax", new FreeSoftmax(dims, axis), from);
      case 2 -> b.add("layernorm", new LayerNorm(dims, axis, 1e-5), from);
      case 3 -> sliced(from, dims, axis);
      case 4 -> flat(from, dims);
      case 5 -> {
        int one = b.conv(from, 1, Window.same(1, 1), 1, true);
        Binary gate = new Binary(Binary.Op.MUL, dims, dims(one));
        yield b.add("gate", gate, from, one);
      }
      default -> {
        Reduce mean = new Reduce(Reduce.Kind.MEAN, dims, List.of(axis), true);
        Binary more = new Binary(Binary.Op.ADD, mean.dims(), dims);
        yield b.add("more", more, b.add("mean", mean, from), from);
      }
    };
  }

  /** The channels beside, plus or times the same numbers for every image. */
  int withConstant(int from) {
    Shape s = b.shape(from);
    List<Integer> dims = dims(from);
    return switch (random.nextInt(8)) {
      case 0, 1 -> beside(from);
      case 2, 3 -> {
        int wide = beside(from);
        yield b.addition(wide, b.conv(from, b.channels(wide), Window.same(3, 3), 1, true));
      }
      case 4 -> b.add("plus", new Add(), from, constant(dims));
      case 5 -> b.add("times", new Multiply(), constant(List.of(s.channels(), 1, 1)), from);
      case 6 -> arithmetic(from, dims, random.nextBoolean() ? dims : List.of(s.channels(), 1, 1));
      default ->
          arithmetic(
              from,
              dims,
              random.nextBoolean() ? List.of(1, s.height(), s.width()) : List.of(s.width()));
    };
  }

  /** A feed-forward block for every pixel, as transformers have it, with the channels last. */
  int tokens(int from) {
    List<Integer> dims = dims(from);
    int channels = dims.get(0);
    List<Integer> rows =
        random.nextBoolean()
            ? List.of(dims.get(1), dims.get(2), channels)
            : List.of(1, dims.get(1) * dims.get(2), channels);
    int last = b.add("tokens", new Permute(dims, List.of(1, 2, 0)), from);
    int hidden = hidden(last, rows, random.nextInt(1, 9));
    if (random.nextInt(4) == 0) {
      hidden = b.add("gated", new Multiply(), hidden, hidden(last, rows, width(hidden)));
    }
    int wide = width(hidden);
    int made = dense(hidden, List.of(dims.get(1), dims.get(2), wide), channels);
    List<Integer> back = List.of(dims.get(1), dims.get(2), channels);
    int sum = random.nextBoolean() ? b.add("residual", new Add(), made, asMap(last, back)) : made;
    return b.add("map", new Permute(back, List.of(2, 0, 1)), sum);
  }

  private int asMap(int tokens, List<Integer> dims) {
    return b.add("asmap", new Reshape(dims), tokens);
  }

  private int hidden(int from, List<Integer> rows, int width) {
    int made = b.activation(dense(from, rows, width), Function.GELU);
    List<Integer> flat = List.of(rows.get(0) * rows.get(1), width);
    if (random.nextInt(3) == 0) {
      made = b.activation(b.add("flat", new Reshape(flat), made), Function.SILU);
      made = b.add("rows", new Reshape(List.of(rows.get(0), rows.get(1), width)), made);
    }
    return made;
  }

  private int width(int hidden) {
    return b.shape(hidden).width();
  }

  private int dense(int from, List<Integer> of, int out) {
    return b.add("dense", new Dense(of, out, random.nextBoolean()), from);
  }

  private int beside(int from) {
    Shape s = b.shape(from);
    int constant = constant(List.of(random.nextInt(1, 7), s.height(), s.width()));
    if (random.nextInt(3) == 0) {
      List<List<Integer>> views = List.of(dims(from), dims(constant));
      return b.add("concat", new FreeConcat(views, 0), from, constant);
    }
    return random.nextBoolean() ? b.concat(from, constant) : b.concat(constant, from);
  }

  private int arithmetic(int from, List<Integer> dims, List<Integer> numbers) {
    int constant = constant(numbers);
    return random.nextBoolean()
        ? b.add("binary", new Binary(Binary.Op.SUB, numbers, dims), constant, from)
        : b.add("binary", new Binary(Binary.Op.MUL, dims, numbers), from, constant);
  }

  private int constant(List<Integer> dims) {
    return b.add("constant", new Constant(dims));
  }

  private int sliced(int from, List<Integer> dims, int axis) {
    FreeSlice every = new FreeSlice(dims, axis, 0, dims.get(axis), random.nextInt(1, 3));
    int some = b.add("freeslice", every, from);
    FreeConcat both = new FreeConcat(List.of(every.dims(), dims), axis);
    return random.nextBoolean() ? some : sliced(b.add("freeconcat", both, some, from), dims, both);
  }

  private int sliced(int longer, List<Integer> dims, FreeConcat both) {
    int axis = both.axis();
    return b.add("freeslice", new FreeSlice(both.dims(), axis, 0, dims.get(axis), 1), longer);
  }

  private int flat(int from, List<Integer> dims) {
    List<Integer> flat = List.of(dims.get(0), dims.get(1) * dims.get(2));
    int row = b.add("reshape", new Reshape(flat), from);
    return b.add("reshape", new Reshape(dims), b.add("softmax", new FreeSoftmax(flat, 1), row));
  }

  private List<Integer> dims(int from) {
    Shape s = b.shape(from);
    return List.of(s.channels(), s.height(), s.width());
  }
}
