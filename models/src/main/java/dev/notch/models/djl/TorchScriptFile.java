package dev.notch.models.djl;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.notch.models.NotchException;
import java.nio.file.Path;
import java.util.List;

/** A TorchScript file that libtorch has loaded, whoever wrote it. For one thread at a time. */
public final class TorchScriptFile implements AutoCloseable {
  private static final String[] NO_FILES = {};

  private final PtNDManager manager;
  private final PtSymbolBlock block;

  /**
   * @throws NotchException if libtorch cannot load it
   */
  public TorchScriptFile(Path file) {
    manager = (PtNDManager) Torch.newManager();
    try {
      block = JniUtils.loadModule(manager, file.toAbsolutePath(), false, NO_FILES, NO_FILES, false);
    } catch (EngineException e) {
      manager.close();
      throw new NotchException("libtorch cannot load " + file + ": " + firstLine(e), e);
    }
  }

  /**
   * The values of all outputs, in order.
   *
   * @param shape of the input, the batch first
   * @throws NotchException if libtorch cannot run it
   */
  public List<float[]> outputs(float[] values, long... shape) {
    try (NDManager step = manager.newSubManager()) {
      NDArray input = step.create(values, new Shape(shape));
      NDList outputs = block.forward(new ParameterStore(step, false), new NDList(input), false);
      return outputs.stream().map(Values::floats).toList();
    } catch (EngineException e) {
      throw new NotchException("libtorch cannot run the file: " + firstLine(e), e);
    }
  }

  private static String firstLine(EngineException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    block.close();
    manager.close();
  }
}
