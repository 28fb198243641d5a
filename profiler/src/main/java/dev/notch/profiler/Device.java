package dev.notch.profiler;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;

/**
 * The machine that measures.
 *
 * @param cpu the processor's name
 * @param physicalCores cores
 * @param logicalCores hardware threads
 * @param caches size and kind of each cache
 * @param memoryGib memory, in whole GiB
 * @param os operating system and processor architecture
 * @param jvm the Java virtual machine
 */
public record Device(
    String cpu,
    int physicalCores,
    int logicalCores,
    String caches,
    long memoryGib,
    String os,
    String jvm) {
  private static final int FINGERPRINT_BYTES = 6;
  private static final long KIB = 1024;
  private static final long GIB = KIB * KIB * KIB;

  /** This machine. */
  public static Device detect() {
    SystemInfo system = new SystemInfo();
    CentralProcessor cpu = system.getHardware().getProcessor();
    return new Device(
        cpu.getProcessorIdentifier().getName().strip(),
        cpu.getPhysicalProcessorCount(),
        cpu.getLogicalProcessorCount(),
        caches(cpu),
        Math.round((double) system.getHardware().getMemory().getTotal() / GIB),
        system.getOperatingSystem().getFamily() + " " + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
  }

  /**
   * Equal for equal hardware and operating system. The Java version is not part of it: a security
   * update should not throw away a profile.
   */
  public String fingerprint() {
    String text = hardware();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** One line for people. */
  public String text() {
    return hardware() + ", " + jvm;
  }

  private String hardware() {
    return String.join(
        ", ",
        cpu,
        physicalCores + " cores",
        logicalCores + " threads",
        caches,
        memoryGib + " GiB",
        os);
  }

  private static String caches(CentralProcessor cpu) {
    return cpu.getProcessorCaches().stream()
        .map(
            cache ->
                "L"
                    + cache.getLevel()
                    + cache.getType().name().substring(0, 1).toLowerCase(Locale.ROOT)
                    + " "
                    + cache.getCacheSize() / KIB
                    + " KiB")
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
