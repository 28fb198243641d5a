package dev.notch.compressor.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.notch.compressor.importance.GradientSource;
import dev.notch.models.data.Batches;
import dev.notch.models.data.Images;
import dev.notch.models.data.Normalization;
import dev.notch.models.djl.Layout;
import dev.notch.models.djl.NetworkBlock;
import dev.notch.models.djl.Pass;
import dev.notch.models.djl.Torch;
import dev.notch.models.djl.Values;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Gradients of the cross entropy over random pictures, with the network as it is deployed: running
 * statistics, no dropout.
 *
 * @param images to draw from, without repetition within one batch
 * @param batches how many to draw
 * @param batch pictures in each
 * @param threads for each operation
 */
public record LossGradients(
    Images images,
    Normalization normalization,
    int batches,
    int batch,
    int threads,
    long seed,
    Progress progress)
    implements GradientSource {

  public LossGradients {
    if (batches < 1 || batch < 1 || batch > images.size() || threads < 1) {
      throw new IllegalArgumentException(
          "cannot draw %d batches of %d from %s with %d threads"
              .formatted(batches, batch, images, threads));
    }
  }

  @Override
  @SuppressWarnings("try")
  public void forEachBatch(
      Network network, Weights weights, Consumer<Map<String, Tensor>> gradients) {
    TrainingTask.verifyFit(network, images);
    SplittableRandom random = new SplittableRandom(seed);
    try (Torch.ThreadScope scope = Torch.threads(threads);
        NDManager manager = Torch.newManager();
        NetworkBlock block =
            new NetworkBlock(manager, network, weights, DataType.FLOAT32, Layout.NHWC)) {
      JniUtils.setGradMode(false);
      trained(block).values().forEach(array -> array.setRequiresGradient(true));
      for (int i = 0; i < batches; i++) {
        progress.check();
        gradients.accept(gradients(manager, block, draw(random)));
        progress.update(i + 1, batches, "gradients of " + network.name());
      }
    }
  }

  private Map<String, Tensor> gradients(NDManager manager, NetworkBlock block, int[] pictures) {
    Batches source = new Batches(images, normalization);
    float[] values = new float[source.floats(pictures.length)];
    source.plain(pictures, values);
    BatchLoader.Loaded loaded = new BatchLoader.Loaded(values, source.labels(pictures));
    try (NDManager step = manager.newSubManager();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      PtNDArray logits =
          block.forward(TrainingStep.view(step, block.network(), loaded), Pass.INFERENCE);
      Loss loss = new Loss(block.network().classes(), 0, Distillation.NONE);
      collector.backward(loss.ofLabels(logits, loaded.labels()));
    }
    return take(block);
  }

  /** Copies the gradients and clears them, so that the next batch does not add to them. */
  private static Map<String, Tensor> take(NetworkBlock block) {
    Map<String, int[]> shapes = Weights.shapes(block.network());
    Map<String, Tensor> taken = new LinkedHashMap<>();
    trained(block)
        .forEach(
            (name, array) -> {
              try (PtNDArray gradient = array.getGradient()) {
                taken.put(name, new Tensor(shapes.get(name), Values.floats(gradient)));
              }
              JniUtils.zeroGrad(array);
            });
    return taken;
  }

  private static Map<String, PtNDArray> trained(NetworkBlock block) {
    Map<String, PtNDArray> arrays = new LinkedHashMap<>(block.arrays());
    arrays.keySet().removeIf(name -> !NetworkBlock.trainable(name));
    return arrays;
  }

  private int[] draw(SplittableRandom random) {
    int[] all = new int[images.size()];
    Arrays.setAll(all, i -> i);
    for (int i = 0; i < batch; i++) {
      int other = random.nextInt(i, all.length);
      int picture = all[other];
      all[other] = all[i];
      all[i] = picture;
    }
    return Arrays.copyOf(all, batch);
  }
}
