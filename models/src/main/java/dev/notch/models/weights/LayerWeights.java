package dev.notch.models.weights;

import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.LayerNorm;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Layer.Linear;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which tensors a layer has, and of which shapes. */
final class LayerWeights {
  private static final String WEIGHT = "weight";
  private static final String BIAS = "bias";

  private LayerWeights() {}

  /** Shapes by the last part of the tensors' names, in order. */
  static Map<String, int[]> shapes(Layer layer) {
    if (layer instanceof Convolution c) {
      Window w = c.window();
      return shapes(
          c.bias(), c.out(), c.out(), c.in() / c.groups(), w.kernelHeight(), w.kernelWidth());
    }
    if (layer instanceof Linear linear) {
      return shapes(linear.bias(), linear.out(), linear.out(), linear.in());
    }
    if (layer instanceof BatchNorm bn) {
      Map<String, int[]> shapes = shapes(true, bn.channels(), bn.channels());
      shapes.put("running_mean", new int[] {bn.channels()});
      shapes.put("running_var", new int[] {bn.channels()});
      return shapes;
    }
    if (layer instanceof TransposedConvolution t) {
      Window w = t.window();
      return shapes(
          t.bias(), t.out(), t.in(), t.out() / t.groups(), w.kernelHeight(), w.kernelWidth());
    }
    if (layer instanceof Scale scale) {
      return shapes(scale.shift(), scale.channels(), scale.channels());
    }
    return layer instanceof PRelu prelu
        ? shapes(false, 0, prelu.channels())
        : shapesOfFreeLayer(layer);
  }

  private static Map<String, int[]> shapesOfFreeLayer(Layer layer) {
    if (layer instanceof LayerNorm norm) {
      Map<String, int[]> shapes = shapes(false, 0, array(norm.normalized()));
      shapes.put(BIAS, array(norm.normalized()));
      return shapes;
    }
    if (layer instanceof Dense dense) {
      return shapes(dense.bias(), dense.out(), dense.out(), dense.in());
    }
    return layer instanceof Constant constant ? Map.of("value", array(constant.dims())) : Map.of();
  }

  private static Map<String, int[]> shapes(boolean bias, int out, int... weight) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put(WEIGHT, weight);
    if (bias) {
      shapes.put(BIAS, new int[] {out});
    }
    return shapes;
  }

  private static int[] array(List<Integer> dims) {
    return dims.stream().mapToInt(Integer::intValue).toArray();
  }
}
