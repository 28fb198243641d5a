package dev.notch.profiler.djl;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.notch.models.djl.Layout;
import dev.notch.models.djl.NetworkBlock;
import dev.notch.models.djl.Pass;
import dev.notch.models.djl.Torch;
import dev.notch.models.djl.Values;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.LoweredNetwork;
import dev.notch.profiler.Session;
import dev.notch.profiler.Trace;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * A network in PyTorch. Operators on a CPU are done when their call returns, so the time of a layer
 * is that between two calls; reading the clock costs some ten nanoseconds. The number of threads
 * belongs to the process: it is given back when the session is closed. Each session runs on a
 * thread of its own, whose memory is its own.
 */
final class PyTorchSession implements Session {
  private static final double NANOS_PER_MICRO = 1000;

  private final LoweredNetwork lowered;
  private final int threads;
  private final Torch.ThreadScope before;
  private final NDManager manager;
  private final NetworkBlock block;
  private final PtNDArray input;
  private final int[] stepOfNode;
  private final OwnThread thread = new OwnThread("session");
  private boolean closed;

  PyTorchSession(LoweredNetwork lowered, Weights weights, int threads, OwnThread loader) {
    this.lowered = lowered;
    this.threads = threads;
    this.before = Torch.threads(threads);
    this.manager = Torch.newManager();
    this.block = loader.call(() -> block(manager, lowered.network(), weights));
    this.input = Values.create(manager, image(lowered.network().inputShape()), DataType.FLOAT32);
    this.stepOfNode = new int[lowered.network().nodes().size()];
    for (int step = 0; step < lowered.steps().size(); step++) {
      int index = step;
      lowered.steps().get(step).nodeIds().forEach(id -> stepOfNode[id] = index);
    }
  }

  private static NetworkBlock block(NDManager manager, Network network, Weights weights) {
    return new NetworkBlock(manager, network, weights, DataType.FLOAT32, Layout.NCHW);
  }

  @Override
  public LoweredNetwork lowered() {
    return lowered;
  }

  @Override
  public void run() {
    requireOpen();
    within(
        () -> {
          setThreads();
          forward(id -> {});
          return null;
        });
  }

  @Override
  public <T> T within(Supplier<T> work) {
    return thread.call(work);
  }

  @Override
  public Trace trace(int warmUp, int runs) {
    requireOpen();
    if (warmUp < 0 || runs < 1) {
      throw new IllegalArgumentException("cannot trace " + runs + " runs after " + warmUp);
    }
    int[] events = new int[lowered.steps().size()];
    Arrays.fill(events, 1);
    return new Trace(within(() -> tracedRuns(warmUp, runs)), events);
  }

  private double[][] tracedRuns(int warmUp, int runs) {
    double[][] micros = new double[runs][];
    setThreads();
    for (int run = 0; run < warmUp; run++) {
      forward(id -> {});
    }
    for (int run = 0; run < runs; run++) {
      micros[run] = tracedRun();
    }
    return micros;
  }

  private double[] tracedRun() {
    double[] micros = new double[lowered.steps().size()];
    long[] before = {System.nanoTime()};
    forward(
        id -> {
          long now = System.nanoTime();
          micros[stepOfNode[id]] += (now - before[0]) / NANOS_PER_MICRO;
          before[0] = now;
        });
    return micros;
  }

  private void forward(IntConsumer done) {
    try (NDManager run = manager.newSubManager()) {
      PtNDArray batch = (PtNDArray) input.duplicate();
      batch.attach(run);
      block.forward(batch, Pass.INFERENCE, done).close();
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      block.close();
      manager.close();
      before.close();
      thread.close();
    }
  }

  /** Another session may have changed the number; asking is cheap, setting is not. */
  private void setThreads() {
    if (Torch.threads() != threads) {
      Torch.threads(threads);
    }
  }

  private static Tensor image(Shape shape) {
    float[] values = new float[Math.toIntExact(shape.size())];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return new Tensor(new int[] {1, shape.channels(), shape.height(), shape.width()}, values);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(lowered.network().name() + ": the session is closed");
    }
  }
}
