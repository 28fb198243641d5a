package dev.notch.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import java.util.List;
import java.util.function.BinaryOperator;

/** What is computed channel by channel, across channels, or of several inputs. */
final class Channels {

  private Channels() {}

  /** Folds inputs; where one is a map all are, so that gates spread over it. */
  static PtNDArray join(List<PtNDArray> inputs, BinaryOperator<PtNDArray> operator) {
    boolean vectors = inputs.stream().allMatch(x -> x.getShape().dimension() == 2);
    PtNDArray joined = vectors ? inputs.get(0) : Views.map(inputs.get(0));
    for (PtNDArray next : inputs.subList(1, inputs.size())) {
      joined = operator.apply(joined, vectors ? next : Views.map(next));
    }
    return joined;
  }

  static PtNDArray scale(LayerParameters parameters, PtNDArray x) {
    try (PtNDArray weight = Views.perChannel(parameters.weight(), x)) {
      PtNDArray scaled = JniUtils.mul(x, weight);
      if (parameters.bias() == null) {
        return scaled;
      }
      try (scaled;
          PtNDArray bias = Views.perChannel(parameters.bias(), x)) {
        return JniUtils.add(scaled, bias);
      }
    }
  }

  static PtNDArray prelu(LayerParameters parameters, PtNDArray x) {
    try (PtNDArray weight = Views.perChannel(parameters.weight(), x);
        PtNDArray negated = JniUtils.neg(x);
        PtNDArray below = JniUtils.relu(negated);
        PtNDArray weighted = JniUtils.mul(below, weight);
        PtNDArray above = JniUtils.relu(x)) {
      return JniUtils.sub(above, weighted);
    }
  }

  /** Squares are averaged over channels by pooling a picture whose rows are the channels. */
  static PtNDArray localResponseNorm(LocalResponseNorm norm, PtNDArray x) {
    Shape s = x.getShape();
    int before = (norm.size() - 1) / 2;
    long[] pads = {0, 0, before, norm.size() - 1L - before};
    try (NDArray square = x.mul(x);
        NDArray rows = square.reshape(s.get(0), 1, s.get(1), s.get(2) * s.get(3));
        PtNDArray padded = JniUtils.pad((PtNDArray) rows, pads, 0);
        PtNDArray mean = average(padded, norm.size());
        NDArray map = mean.reshape(s);
        NDArray scaled = map.mul(norm.alpha());
        NDArray raised = scaled.add(norm.bias());
        NDArray divisor = raised.pow(norm.beta())) {
      return JniUtils.div(x, (PtNDArray) divisor);
    }
  }

  private static PtNDArray average(PtNDArray x, int rows) {
    return JniUtils.avgPool(x, new Shape(rows, 1), new Shape(1, 1), new Shape(0, 0), false, true);
  }
}
