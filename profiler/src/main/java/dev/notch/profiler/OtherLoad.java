package dev.notch.profiler;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

/** How much of the processors other programs use, from the moment of its making on. */
final class OtherLoad {
  private final CentralProcessor processor = new SystemInfo().getHardware().getProcessor();
  private final long[] ticks = processor.getSystemCpuLoadTicks();
  private final long ownNanos = ownNanos();
  private final long start = System.nanoTime();

  /**
   * The number of processors that others have kept busy since then, such as 0.9 of two; 0 where the
   * system does not tell.
   */
  double processors() {
    double elapsed = System.nanoTime() - start;
    double all =
        processor.getSystemCpuLoadBetweenTicks(ticks) * processor.getLogicalProcessorCount();
    return Math.max(0, all - (ownNanos() - ownNanos) / elapsed);
  }

  private static long ownNanos() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? Math.max(0, system.getProcessCpuTime())
        : 0;
  }
}
