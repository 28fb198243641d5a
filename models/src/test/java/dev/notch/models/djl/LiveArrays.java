package dev.notch.models.djl;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Map;

/** Counts the arrays that PyTorch holds for this process, below the root of all managers. */
final class LiveArrays {
  private LiveArrays() {}

  static int count() throws ReflectiveOperationException {
    try (NDManager any = Torch.newManager()) {
      return count(any.getParentManager());
    }
  }

  private static int count(NDManager manager) throws ReflectiveOperationException {
    Field resources = BaseNDManager.class.getDeclaredField("resources");
    resources.setAccessible(true);
    int arrays = 0;
    for (Object resource : ((Map<?, ?>) resources.get(manager)).values()) {
      if (resource instanceof NDArray) {
        arrays++;
      } else if (resource instanceof NDManager child) {
        arrays += count(child);
      }
    }
    return arrays;
  }
}
