package dev.notch.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.notch.models.graph.Layer.BatchNorm;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import java.util.List;

/**
 * Estimates the running statistics of batch normalisation anew, from pictures: what a network needs
 * after channels were cut out of it, or when it was freshly drawn. The statistics become the plain
 * average over the batches; gamma, beta and all other weights stay.
 */
public final class Calibration {

  private Calibration() {}

  /**
   * @param batches of normalised pictures, channels last, each at least two pictures
   * @return the weights with new running statistics
   */
  public static Weights calibrate(Network network, Weights weights, List<float[]> batches) {
    if (batches.isEmpty()) {
      throw new IllegalArgumentException("calibration needs at least one batch");
    }
    if (network.nodes().stream().noneMatch(node -> node.layer() instanceof BatchNorm)) {
      return weights;
    }
    try (NDManager manager = Torch.newManager();
        NetworkBlock block =
            new NetworkBlock(manager, network, weights, DataType.FLOAT32, Layout.NHWC)) {
      for (int i = 0; i < batches.size(); i++) {
        observe(manager, block, batches.get(i), Pass.calibration(1.0 / (i + 1)));
      }
      return block.weights();
    }
  }

  private static void observe(NDManager manager, NetworkBlock block, float[] images, Pass pass) {
    try (NDManager step = manager.newSubManager()) {
      NDArray data =
          Values.create(
              step,
              images,
              Batch.shape(block.network(), Layout.NHWC, images.length),
              DataType.FLOAT32);
      block.forward(data.transpose(0, 3, 1, 2), pass);
    }
  }
}
