package dev.notch.models.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Any {@link Network} as a block of DJL on the PyTorch engine: one interpreter of the graph.
 *
 * <p>A batch is {@code (batch, channels, height, width)}; in the layout {@link Layout#NHWC} it must
 * be the transposed view of channels-last data. The result is {@code (batch, classes)}. Values are
 * freed as soon as their last reader has run.
 */
public final class NetworkBlock extends AbstractBlock implements AutoCloseable {
  private static final byte VERSION = 1;

  private final Network network;
  private final NDManager manager;
  private final Map<String, PtNDArray> arrays = new LinkedHashMap<>();
  private final List<LayerParameters> layers = new ArrayList<>();
  private final LayerRunner runner;
  private final ExecutionPlan plan;
  private final ExecutionPlan planWithDropout;

  /**
   * @param parent under whose manager the parameters live, in one of their own
   * @param type of parameters and batches: {@code FLOAT32} or {@code FLOAT64}
   * @throws IllegalArgumentException if the weights do not fit the network
   */
  public NetworkBlock(
      NDManager parent, Network network, Weights weights, DataType type, Layout layout) {
    super(VERSION);
    weights.verifyFor(network);
    this.network = network;
    this.manager = parent.newSubManager();
    this.runner = new LayerRunner(layout);
    this.plan = new ExecutionPlan(network, false);
    this.planWithDropout = new ExecutionPlan(network, true);
    Weights.shapes(network).keySet().forEach(name -> add(name, weights.get(name), type));
    network.nodes().forEach(node -> layers.add(LayerParameters.of(node.name(), arrays)));
  }

  private void add(String name, Tensor tensor, DataType type) {
    Parameter parameter =
        Parameter.builder()
            .setName(name)
            .setType(typeOf(name))
            .optRequiresGrad(trainable(name))
            .build();
    PtNDArray array = Values.create(manager, tensor, type);
    parameter.setArray(array);
    addParameter(parameter);
    arrays.put(name, array);
  }

  private static Parameter.Type typeOf(String name) {
    if (name.endsWith(".running_mean")) {
      return Parameter.Type.RUNNING_MEAN;
    }
    if (name.endsWith(".running_var")) {
      return Parameter.Type.RUNNING_VAR;
    }
    return name.endsWith(".bias") ? Parameter.Type.BIAS : Parameter.Type.WEIGHT;
  }

  /**
   * Whether training changes this tensor by its gradient; running statistics follow the batches,
   * constants stay.
   */
  public static boolean trainable(String name) {
    return !name.contains(".running_") && !name.endsWith(".value");
  }

  public Network network() {
    return network;
  }

  /** The live arrays by weight name, in the order of the weights. They belong to this block. */
  public Map<String, PtNDArray> arrays() {
    return Collections.unmodifiableMap(arrays);
  }

  /**
   * Runs the network.
   *
   * @param batch images; stays the caller's
   * @return the first output as {@code (batch, values)}: logits, owned by the manager of the batch
   */
  public PtNDArray forward(NDArray batch, Pass pass) {
    return forward(batch, pass, id -> {});
  }

  /**
   * Runs the network and says after each layer that it is done.
   *
   * @param done told the id of each node that was computed; identities are not
   */
  public PtNDArray forward(NDArray batch, Pass pass, IntConsumer done) {
    return forwardAll(batch, pass, done).get(0);
  }

  /**
   * Runs the network and returns all of its outputs, in order, each as {@code (batch, values)}.
   *
   * @param done told the id of each node that was computed; identities are not
   */
  public List<PtNDArray> forwardAll(NDArray batch, Pass pass, IntConsumer done) {
    ExecutionPlan steps = pass.dropout() ? planWithDropout : plan;
    PtNDArray[] values = new PtNDArray[network.nodes().size()];
    values[0] = (PtNDArray) batch;
    for (Node node : network.nodes()) {
      if (steps.computes(node.id())) {
        List<PtNDArray> inputs = steps.inputs(node.id()).stream().map(id -> values[id]).toList();
        values[node.id()] = runner.run(node.layer(), layers.get(node.id()), inputs, pass);
        steps.freeAfter(node.id()).forEach(id -> values[id].close());
        done.accept(node.id());
      }
    }
    return steps.outputs().stream().map(id -> Views.vector(values[id])).toList();
  }

  /** The present values of all parameters and running statistics. */
  public Weights weights() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Weights.shapes(network)
        .forEach(
            (name, shape) -> tensors.put(name, new Tensor(shape, Values.floats(arrays.get(name)))));
    return new Weights(tensors);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      PairList<String, Object> parametersOfCall) {
    return new NDList(
        forward(inputs.singletonOrThrow(), training ? Pass.TRAINING : Pass.INFERENCE));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    long values = network.shape(network.output().id()).size();
    return new Shape[] {new Shape(inputs[0].get(0), values)};
  }

  @Override
  public void close() {
    manager.close();
  }
}
