package dev.notch.profiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.djl.Torch;
import dev.notch.models.graph.Network;
import dev.notch.models.weights.Initializer;
import dev.notch.profiler.djl.PyTorchBackend;
import org.junit.jupiter.api.Test;

class PyTorchBackendTest extends BackendContract {
  private final Backend backend = new PyTorchBackend();

  @Override
  protected Backend backend() {
    return backend;
  }

  @Test
  void tracesLayersFromElsewhere() {
    for (Network network : ImportedNetworks.all(18)) {
      try (Session session = backend.open(network, Initializer.scattered(network, 1), 1)) {
        assertThat(session.trace(0, 1).micros()[0]).as(network.name()).doesNotContain(0);
      }
    }
  }

  @Test
  void givesTheThreadsBack() {
    int before = Torch.threads();
    Network network = Networks.chain(1, 4, 8);
    try (Session session = backend.open(network, Initializer.initialize(network, 1), before + 1)) {
      session.run();
      session.trace(1, 1);
    }
    assertThat(Torch.threads()).isEqualTo(before);
  }
}
