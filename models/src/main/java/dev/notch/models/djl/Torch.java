package dev.notch.models.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.notch.models.NotchException;

/**
 * The PyTorch engine of this process. Everything that touches DJL comes through here, so that its
 * switches are set before its first class reads them: no downloads, no telemetry.
 */
public final class Torch {
  private static final String ENGINE = "PyTorch";

  private Torch() {}

  /** Loads the engine once, on first use. */
  private static final class Holder {
    static final Engine INSTANCE = load();

    private static Engine load() {
      System.setProperty("ai.djl.offline", "true");
      System.setProperty("OPT_OUT_TRACKING", "true");
      try {
        return Engine.getEngine(ENGINE);
      } catch (RuntimeException | LinkageError e) {
        throw new NotchException(
            "cannot load PyTorch ("
                + e.getMessage()
                + "); build on the device that it runs on, and leave 500 MB free in the home folder"
                + " or in DJL_CACHE_DIR",
            e);
      }
    }
  }

  /** The engine, ready for use. */
  public static Engine engine() {
    return Holder.INSTANCE;
  }

  /** Version of PyTorch itself: {@code 2.7.1}. */
  public static String version() {
    return engine().getVersion();
  }

  /** An owner of native memory below nobody; whoever asks closes it. */
  public static NDManager newManager() {
    return engine().newBaseManager();
  }

  /** How many threads one operation may use when this thread calls it. */
  public static int threads() {
    engine();
    return JniUtils.getNumThreads();
  }

  /**
   * Lets operations that this thread calls use {@code count} threads until the scope is closed. The
   * number belongs to the process, but OpenMP reads it once for every calling thread: open the
   * scope on the thread that computes, and never two different ones at the same time.
   */
  public static ThreadScope threads(int count) {
    if (count < 1) {
      throw new NotchException("the number of threads must be at least 1, got " + count);
    }
    ThreadScope scope = new ThreadScope(threads());
    JniUtils.setNumThreads(count);
    return scope;
  }

  /** Makes what this process draws from PyTorch's generator (dropout) follow from {@code seed}. */
  public static void seed(long seed) {
    engine();
    JniUtils.setSeed(seed);
  }

  /** Gives the number of threads back that was there before. */
  public static final class ThreadScope implements AutoCloseable {
    private final int before;

    private ThreadScope(int before) {
      this.before = before;
    }

    @Override
    public void close() {
      JniUtils.setNumThreads(before);
    }
  }
}
