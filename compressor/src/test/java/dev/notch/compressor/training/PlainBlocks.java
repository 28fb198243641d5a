package dev.notch.compressor.training;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.notch.models.djl.Torch;
import java.util.List;

/** The same networks as a user of DJL writes them, trained as its manual shows, on NCHW batches. */
final class PlainBlocks implements AutoCloseable {
  private final Model model;
  private final Trainer trainer;

  PlainBlocks(String name, int batch) {
    Torch.engine();
    model = Model.newInstance(name, Device.cpu(), "PyTorch");
    model.setBlock(name.equals("mobilenet") ? mobilenet() : resnet50());
    Optimizer sgd =
        Optimizer.sgd()
            .setLearningRateTracker(Tracker.fixed(0.01f))
            .optMomentum(0.9f)
            .optWeightDecays(5e-4f)
            .build();
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(sgd)
                .optDevices(new Device[] {Device.cpu()}));
    trainer.initialize(new Shape(batch, 3, 32, 32));
  }

  /** One step; the loss is read, as {@link TrainingStep} does. */
  float learn(float[] nchw, int[] labels) {
    try (NDManager step = trainer.getManager().newSubManager()) {
      NDArray data = step.create(nchw, new Shape(labels.length, 3, 32, 32));
      NDArray target = step.create(labels);
      float value;
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDArray loss =
            trainer.getLoss().evaluate(new NDList(target), trainer.forward(new NDList(data)));
        collector.backward(loss);
        value = loss.getFloat();
      }
      trainer.step();
      return value;
    }
  }

  private static Block convolution(int out, int kernel, int stride, int groups, boolean bias) {
    int pad = kernel / 2;
    return Conv2d.builder()
        .setFilters(out)
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(pad, pad))
        .optGroups(groups)
        .optBias(bias)
        .build();
  }

  private static SequentialBlock normalised(Block convolution) {
    return new SequentialBlock().add(convolution).add(BatchNorm.builder().build());
  }

  private static SequentialBlock rectified(Block convolution) {
    return normalised(convolution).add(Activation.reluBlock());
  }

  private static Block head(SequentialBlock body) {
    return body.add(Pool.globalAvgPool2dBlock())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(10).build());
  }

  private static Block mobilenet() {
    SequentialBlock body = new SequentialBlock().add(rectified(convolution(32, 3, 1, 1, false)));
    int in = 32;
    int[] outs = {64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024};
    int[] strides = {1, 2, 1, 2, 1, 2, 1, 1, 1, 1, 1, 2, 1};
    for (int i = 0; i < outs.length; i++) {
      body.add(rectified(convolution(in, 3, strides[i], in, false)));
      body.add(rectified(convolution(outs[i], 1, 1, 1, true)));
      in = outs[i];
    }
    return head(body);
  }

  private static Block resnet50() {
    SequentialBlock body = new SequentialBlock().add(rectified(convolution(64, 3, 1, 1, false)));
    int[] widths = {64, 128, 256, 512};
    int[] blocks = {3, 4, 6, 3};
    for (int stage = 0; stage < 4; stage++) {
      for (int i = 0; i < blocks[stage]; i++) {
        body.add(bottleneck(widths[stage], stage > 0 && i == 0 ? 2 : 1, i == 0));
      }
    }
    return head(body);
  }

  private static Block bottleneck(int width, int stride, boolean projected) {
    Block path =
        new SequentialBlock()
            .add(rectified(convolution(width, 1, 1, 1, false)))
            .add(rectified(convolution(width, 3, stride, 1, false)))
            .add(normalised(convolution(4 * width, 1, 1, 1, false)));
    Block shortcut =
        projected
            ? normalised(convolution(4 * width, 1, stride, 1, false))
            : Blocks.identityBlock();
    return new ParallelBlock(
        branches ->
            new NDList(
                Activation.relu(
                    branches.get(0).singletonOrThrow().add(branches.get(1).singletonOrThrow()))),
        List.of(path, shortcut));
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
