package dev.notch.profiler.onnx;

import dev.notch.models.graph.Network;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.onnx.OnnxOptions.Batch;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.LoweredNetwork;
import dev.notch.profiler.Session;
import dev.notch.profiler.Trace;
import java.util.Optional;

final class OnnxSession implements Session {
  private final LoweredNetwork lowered;
  private final Weights weights;
  private final int threads;
  private final LoadedModel model;
  private Optional<OnnxTracer> tracer = Optional.empty();
  private final boolean lenient;
  private boolean closed;

  OnnxSession(LoweredNetwork lowered, Weights weights, int threads, boolean lenient) {
    this.lenient = lenient;
    this.lowered = lowered;
    this.weights = weights;
    this.threads = threads;
    this.model = LoadedModel.deployed(bytes(), lowered.network().inputShape(), threads);
  }

  @Override
  public LoweredNetwork lowered() {
    return lowered;
  }

  @Override
  public void run() {
    requireOpen();
    model.run();
  }

  @Override
  public Trace trace(int warmUp, int runs) {
    requireOpen();
    if (warmUp < 0 || runs < 1) {
      throw new IllegalArgumentException("cannot trace " + runs + " runs after " + warmUp);
    }
    if (tracer.isEmpty()) {
      tracer = Optional.of(new OnnxTracer(lowered, bytes(), threads, lenient));
    }
    return tracer.get().trace(warmUp, runs);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      tracer.ifPresent(OnnxTracer::close);
      model.close();
    }
  }

  private byte[] bytes() {
    Network network = lowered.network();
    return OnnxWriter.toBytes(network, weights, OnnxOptions.DEFAULT.withBatch(Batch.ONE));
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(lowered.network().name() + ": the session is closed");
    }
  }
}
