package dev.notch.models.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.util.Utils;
import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import dev.notch.models.zoo.Zoo;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TorchTest {

  @Test
  void nothingIsDownloadedAndNobodyIsTold() {
    assertThat(Torch.version()).isNotBlank();
    assertThat(Utils.isOfflineMode()).isTrue();
    assertThat(Boolean.parseBoolean(Utils.getEnvOrSystemProperty("OPT_OUT_TRACKING"))).isTrue();
  }

  @Test
  void threadsAreGivenBack() {
    int before = Torch.threads();
    try (Torch.ThreadScope scope = Torch.threads(before + 1)) {
      assertThat(scope).isNotNull();
      assertThat(Torch.threads()).isEqualTo(before + 1);
    }
    assertThat(Torch.threads()).isEqualTo(before);
    assertThatThrownBy(() -> Torch.threads(0)).isInstanceOf(NotchException.class);
  }

  @Test
  void nativeMemoryIsFreed() throws ReflectiveOperationException {
    Network network = Zoo.build("shufflenetv2", 10, new Shape(3, 32, 32));
    Weights weights = Initializer.initialize(network, 1);
    float[] pictures = new float[2 * 3 * 32 * 32];
    new SplittableRandom(1).doubles().limit(9).forEach(v -> pictures[(int) (v * 99)] = (float) v);
    int before = LiveArrays.count();
    weights = Calibration.calibrate(network, weights, List.of(pictures, pictures));
    try (Inference inference = new Inference(network, weights)) {
      int open = LiveArrays.count();
      assertThat(open).as("the parameters are counted").isGreaterThan(before);
      inference.logits(pictures);
      assertThat(LiveArrays.count()).as("after a batch").isEqualTo(open);
    }
    assertThat(LiveArrays.count()).as("after closing").isEqualTo(before);
  }

  @Test
  void aPassKeepsOnlyItsResult() {
    Network network = Zoo.build("shufflenet", 10, new Shape(3, 32, 32));
    Weights weights = Initializer.initialize(network, 1);
    try (NDManager manager = Torch.newManager();
        NetworkBlock block =
            new NetworkBlock(manager, network, weights, DataType.FLOAT32, Layout.NHWC);
        NDManager step = manager.newSubManager()) {
      NDArray batch = step.zeros(new ai.djl.ndarray.types.Shape(1, 3, 32, 32));
      int before = step.getManagedArrays().size();
      block.forward(batch, Pass.INFERENCE);
      // Views of one element in vectors may remain; maps of activations must not.
      assertThat(step.getManagedArrays().stream().filter(a -> a.getShape().size() > 1000).count())
          .isLessThanOrEqualTo(before);
    }
  }
}
