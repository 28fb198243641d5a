package dev.notch.profiler;

import java.util.Locale;
import oshi.SystemInfo;

/** What fusion depends on of the processor: how many channels ONNX Runtime puts in a block. */
final class Processor {
  /** With AVX-512, and on 64-bit ARM. */
  static final int WIDEST_BLOCK = 16;

  private static final int NARROW_BLOCK = 8;

  private Processor() {}

  private static final class Holder {
    static final int BLOCK = detect();

    private static int detect() {
      boolean arm = System.getProperty("os.arch").equals("aarch64");
      return arm || hasAvx512() ? WIDEST_BLOCK : NARROW_BLOCK;
    }

    private static boolean hasAvx512() {
      return new SystemInfo()
          .getHardware().getProcessor().getFeatureFlags().stream()
              .anyMatch(flag -> flag.toLowerCase(Locale.ROOT).contains("avx512f"));
    }
  }

  /** Channels in a block on this machine. */
  static int block() {
    return Holder.BLOCK;
  }
}
