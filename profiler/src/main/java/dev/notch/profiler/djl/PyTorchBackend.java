package dev.notch.profiler.djl;

import dev.notch.models.djl.Torch;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.Backend;
import dev.notch.profiler.RuntimeId;
import dev.notch.profiler.Session;

/** Eager PyTorch through DJL, on the CPU. */
public final class PyTorchBackend implements Backend {
  private final OwnThread loader = new OwnThread("load");

  @Override
  public RuntimeId runtime() {
    return RuntimeId.PYTORCH;
  }

  @Override
  public String version() {
    return Torch.version();
  }

  @Override
  public Session open(Network network, Weights weights, int threads) {
    weights.verifyFor(network);
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be positive, were " + threads);
    }
    return new PyTorchSession(lowering().lower(network), weights, threads, loader);
  }
}
