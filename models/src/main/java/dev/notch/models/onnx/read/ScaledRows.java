package dev.notch.models.onnx.read;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer;
import dev.notch.models.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A dense layer, followed by arithmetic with one number for each of its outputs, as one layer. */
final class ScaledRows {
  private ScaledRows() {}

  /** Whether the numbers are one for each output, to be added or multiplied by. */
  static boolean fit(Binary binary, Constant row, Dense dense) {
    List<Integer> dims = row.dims();
    boolean known = binary.op() == Binary.Op.ADD || binary.op() == Binary.Op.MUL;
    return known
        && dims.get(dims.size() - 1) == dense.out()
        && dims.stream().limit(dims.size() - 1L).allMatch(length -> length == 1)
        && binary.left().get(binary.left().size() - 1) == dense.out();
  }

  /** Whether a layer only views what it reads in another way, with the same last axis. */
  static boolean keepsRows(List<Draft> drafts, int id) {
    if (!(drafts.get(id).layer() instanceof Reshape to)) {
      return false;
    }
    Layer before = drafts.get(drafts.get(id).inputs().get(0)).layer();
    List<Integer> dims =
        before instanceof Dense dense
            ? dense.dims()
            : before instanceof Reshape from ? from.to() : List.of();
    return !dims.isEmpty()
        && !to.to().isEmpty()
        && dims.get(dims.size() - 1).equals(to.to().get(to.to().size() - 1));
  }

  /** The dense layer with these numbers added to its outputs, or its outputs multiplied by them. */
  static Draft by(Draft draft, Binary.Op op, Draft row) {
    Dense dense = (Dense) draft.layer();
    float[] numbers = row.weights().get("value").data();
    Map<String, Tensor> weights = new LinkedHashMap<>(draft.weights());
    Tensor bias = weights.get("bias");
    if (op == Binary.Op.MUL) {
      Tensor weight = weights.get("weight");
      weights.put("weight", new Tensor(weight.shape(), Scaled.rows(weight.data(), numbers)));
      if (bias != null) {
        weights.put("bias", new Tensor(bias.shape(), Scaled.rows(bias.data(), numbers)));
      }
      return draft.with(dense, weights);
    }
    float[] sums = numbers.clone();
    for (int i = 0; bias != null && i < sums.length; i++) {
      sums[i] += bias.data()[i];
    }
    weights.put("bias", new Tensor(new int[] {sums.length}, sums));
    return draft.with(new Dense(dense.of(), dense.out(), true), weights);
  }
}
