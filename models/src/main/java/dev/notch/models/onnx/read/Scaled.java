package dev.notch.models.onnx.read;

import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** A layer that multiplies by weights and adds a bias, followed by a scale, as one layer. */
final class Scaled {
  private Scaled() {}

  /** Computes in double precision, rounds once. */
  static Draft by(Draft layer, Draft scale) {
    float[] factors = scale.weights().get("weight").data();
    Tensor shifts = scale.weights().get("bias");
    Tensor weight = layer.weights().get("weight");
    Tensor bias = layer.weights().get("bias");
    Map<String, Tensor> weights = new LinkedHashMap<>(layer.weights());
    weights.put("weight", new Tensor(weight.shape(), rows(weight.data(), factors)));
    boolean biased = bias != null || shifts != null;
    if (biased) {
      float[] sums = new float[factors.length];
      for (int c = 0; c < sums.length; c++) {
        double before = bias == null ? 0 : bias.data()[c];
        sums[c] = (float) (before * factors[c] + (shifts == null ? 0 : shifts.data()[c]));
      }
      weights.put("bias", new Tensor(new int[] {sums.length}, sums));
    }
    return layer.with(with(layer.layer(), biased), weights);
  }

  /** Each row of a matrix times its factor. */
  static float[] rows(float[] values, float[] factors) {
    boolean same = true;
    for (float factor : factors) {
      same &= factor == 1;
    }
    if (same) {
      return values;
    }
    float[] scaled = new float[values.length];
    int row = values.length / factors.length;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = values[i] * factors[i / row];
    }
    return scaled;
  }

  private static Layer with(Layer layer, boolean bias) {
    if (layer instanceof Convolution c) {
      return new Convolution(c.in(), c.out(), c.window(), c.groups(), bias);
    }
    if (layer instanceof Linear linear) {
      return new Linear(linear.in(), linear.out(), bias);
    }
    if (layer instanceof BatchNorm) {
      return layer;
    }
    return new Scale(((Scale) layer).channels(), bias);
  }
}
