package dev.notch.models.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.notch.models.graph.FreeLayer;
import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.FreeConcat;
import dev.notch.models.graph.FreeLayer.FreeSlice;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Layers over tensors of any rank. Axis 0 is the batch, so the layers' axes count from 1 here. */
final class FreeRunner {

  private FreeRunner() {}

  /**
   * @param inputs of a constant, which reads nothing: a batch of the size to repeat it for
   */
  static PtNDArray run(FreeLayer layer, LayerParameters parameters, List<PtNDArray> inputs) {
    if (layer instanceof Constant constant) {
      return constant(constant, parameters, inputs.get(0));
    }
    List<PtNDArray> views = views(layer, inputs);
    PtNDArray result = compute(layer, parameters, views);
    views.forEach(PtNDArray::close);
    return result;
  }

  /** The inputs as the layer sees them; two that are broadcast get the same rank. */
  private static List<PtNDArray> views(FreeLayer layer, List<PtNDArray> inputs) {
    List<List<Integer>> dims = layer.views();
    int rank = dims.stream().mapToInt(List::size).max().orElse(0);
    List<PtNDArray> views = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      views.add(Views.aligned(inputs.get(i), dims.get(i), rank));
    }
    return views;
  }

  private static PtNDArray compute(
      FreeLayer layer, LayerParameters parameters, List<PtNDArray> views) {
    PtNDArray x = views.get(0);
    if (layer instanceof Reshape reshape) {
      return Views.of(x, reshape.dims());
    }
    if (layer instanceof Permute permute) {
      return JniUtils.permute(x, behindBatch(permute.order()));
    }
    if (layer instanceof MatMul) {
      return JniUtils.matmul(x, views.get(1));
    }
    if (layer instanceof Dense) {
      return JniUtils.linear(x, parameters.weight(), parameters.bias());
    }
    if (layer instanceof FreeSoftmax softmax) {
      return JniUtils.softmax(x, softmax.axis() + 1, x.getDataType());
    }
    if (layer instanceof FreeSlice s) {
      return JniUtils.slice(x, s.axis() + 1, s.from(), s.to(), s.step());
    }
    if (layer instanceof FreeConcat concat) {
      return JniUtils.cat(views.toArray(PtNDArray[]::new), concat.axis() + 1);
    }
    if (layer instanceof Reduce reduce) {
      return reduce(reduce, x);
    }
    if (layer instanceof Binary binary) {
      return binary(binary.op(), x, views.get(1));
    }
    if (layer instanceof LayerNorm norm) {
      return layerNorm(norm, parameters, x);
    }
    throw new IllegalStateException("PyTorch cannot run " + layer);
  }

  /** Axis 0, then these. */
  private static long[] behindBatch(List<Integer> axes) {
    return LongStream.concat(LongStream.of(0), axes.stream().mapToLong(axis -> axis + 1)).toArray();
  }

  private static PtNDArray binary(Binary.Op op, PtNDArray left, PtNDArray right) {
    return switch (op) {
      case ADD -> JniUtils.add(left, right);
      case SUB -> JniUtils.sub(left, right);
      case MUL -> JniUtils.mul(left, right);
      case DIV -> JniUtils.div(left, right);
      case POW -> JniUtils.pow(left, right);
      case EQUAL -> numbers(JniUtils.eq(left, right), left);
      case GREATER -> numbers(JniUtils.gt(left, right), left);
      case GREATER_OR_EQUAL -> numbers(JniUtils.gte(left, right), left);
      case LESS -> numbers(JniUtils.lt(left, right), left);
      case LESS_OR_EQUAL -> numbers(JniUtils.lte(left, right), left);
    };
  }

  /** Truth as 1 and 0 of another array's type. */
  private static PtNDArray numbers(PtNDArray truth, PtNDArray like) {
    try (truth) {
      return JniUtils.to(truth, like.getDataType(), like.getDevice());
    }
  }

  private static PtNDArray reduce(Reduce reduce, PtNDArray x) {
    long[] axes = reduce.axes().stream().mapToLong(axis -> axis + 1).toArray();
    return switch (reduce.kind()) {
      case SUM -> JniUtils.sum(x, axes, reduce.keep());
      case MEAN -> mean(x, axes, reduce.keep());
      case MAX -> max(reduce, x);
    };
  }

  private static PtNDArray mean(PtNDArray x, long[] axes, boolean keep) {
    try (PtNDArray sum = JniUtils.sum(x, axes, keep)) {
      return sum.div((double) x.size() / sum.size());
    }
  }

  private static PtNDArray max(Reduce reduce, PtNDArray x) {
    List<Integer> axes = reduce.axes();
    PtNDArray largest = JniUtils.max(x, axes.get(0) + 1L, true);
    for (int axis : axes.subList(1, axes.size())) {
      try (PtNDArray before = largest) {
        largest = JniUtils.max(before, axis + 1L, true);
      }
    }
    try (PtNDArray kept = largest) {
      return Views.of(kept, reduce.dims());
    }
  }

  private static PtNDArray layerNorm(LayerNorm norm, LayerParameters parameters, PtNDArray x) {
    long[] normalized = norm.normalized().stream().mapToLong(Integer::longValue).toArray();
    return JniUtils.layerNorm(
        x, new Shape(normalized), parameters.weight(), parameters.bias(), norm.epsilon());
  }

  private static PtNDArray constant(Constant constant, LayerParameters parameters, PtNDArray x) {
    LongStream dims = constant.dims().stream().mapToLong(Integer::longValue);
    long[] shape = LongStream.concat(LongStream.of(x.getShape().get(0)), dims).toArray();
    PtNDArray spread = JniUtils.broadcast(parameters.weight(), new Shape(shape));
    spread.attach(x.getManager());
    return spread;
  }
}
