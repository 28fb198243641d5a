package dev.notch.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import java.util.List;

/**
 * A network with its weights, ready to answer. Batches are plain arrays in the layout chosen at the
 * start, results are rows of logits, one row a picture. For use by one thread at a time.
 */
public final class Inference implements AutoCloseable {
  private final Network network;
  private final Layout layout;
  private final DataType type;
  private final NDManager manager;
  private final NetworkBlock block;

  /** In single precision, channels last. */
  public Inference(Network network, Weights weights) {
    this(network, weights, DataType.FLOAT32, Layout.NHWC);
  }

  /**
   * @param type {@code FLOAT32} or {@code FLOAT64}
   * @param layout of the batches, and of the computation
   */
  public Inference(Network network, Weights weights, DataType type, Layout layout) {
    this.network = network;
    this.layout = layout;
    this.type = type;
    this.manager = Torch.newManager();
    this.block = new NetworkBlock(manager, network, weights, type, layout);
  }

  /** In double precision, channels first: the reference for numerical comparisons. */
  public static Inference exact(Network network, Weights weights) {
    return new Inference(network, weights, DataType.FLOAT64, Layout.NCHW);
  }

  public Network network() {
    return network;
  }

  /**
   * The logits of a batch.
   *
   * @param images normalised pictures one after the other in this layout; the batch is as large as
   *     they say
   * @return picture by picture, {@code classes} numbers each
   */
  public float[] logits(float[] images) {
    try (NDManager step = manager.newSubManager()) {
      PtNDArray data = Values.create(step, images, shapeOf(images.length), type);
      return Values.floats(forward(data));
    }
  }

  /** The logits of a batch in double precision; exact only if the type is {@code FLOAT64}. */
  public double[] logits(double[] images) {
    try (NDManager step = manager.newSubManager()) {
      NDArray data = Values.create(step, images, shapeOf(images.length)).toType(type, false);
      return forward(data).toType(DataType.FLOAT64, false).toDoubleArray();
    }
  }

  /**
   * All outputs of the network for a batch, in order, each picture by picture with its values in
   * the order channel, row, column.
   *
   * @param images as for {@link #logits(float[])}
   */
  public List<float[]> outputs(float[] images) {
    try (NDManager step = manager.newSubManager()) {
      PtNDArray data = Values.create(step, images, shapeOf(images.length), type);
      return forwardAll(data).stream().map(Values::floats).toList();
    }
  }

  /** As {@link #outputs(float[])} in double precision; exact only if the type is so. */
  public List<double[]> outputs(double[] images) {
    try (NDManager step = manager.newSubManager()) {
      NDArray data = Values.create(step, images, shapeOf(images.length)).toType(type, false);
      return forwardAll(data).stream()
          .map(output -> output.toType(DataType.FLOAT64, false).toDoubleArray())
          .toList();
    }
  }

  private PtNDArray forward(NDArray data) {
    return forwardAll(data).get(0);
  }

  private List<PtNDArray> forwardAll(NDArray data) {
    NDArray batch = layout == Layout.NHWC ? data.transpose(0, 3, 1, 2) : data;
    return block.forwardAll(batch, Pass.INFERENCE, id -> {});
  }

  private Shape shapeOf(int values) {
    return Batch.shape(network, layout, values);
  }

  @Override
  public void close() {
    manager.close();
  }
}
