package dev.notch.profiler.store;

import dev.notch.models.graph.Shape;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.LoweredNetwork;
import dev.notch.profiler.sample.ConfigSampler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A network as the store knows it: enough to build it again, and the steps that were measured.
 *
 * @param name the architecture's name
 * @param plan the widths it was narrowed to, in the text form of the width plan; empty at full
 *     width
 * @param steps what the runtime executed, in order
 */
public record MeasuredNetwork(
    String name, int classes, Shape input, String plan, List<LayerConfig> steps) {
  private static final int ID_BYTES = 8;

  public MeasuredNetwork {
    steps = List.copyOf(steps);
    if (name.isEmpty() || steps.isEmpty()) {
      throw new IllegalArgumentException("a measured network needs a name and steps: " + name);
    }
  }

  public static MeasuredNetwork of(LoweredNetwork lowered, String plan) {
    return new MeasuredNetwork(
        lowered.network().name(),
        lowered.network().classes(),
        lowered.network().inputShape(),
        plan,
        lowered.configs());
  }

  /** Whether it was measured to learn what tracing and calls cost, not to learn about layers. */
  public boolean calibration() {
    return name.equals(ConfigSampler.CALIBRATION) || name.equals(ConfigSampler.LAYOUTS);
  }

  /** The steps whose times are samples, each once. */
  public Set<LayerConfig> samples() {
    return steps.stream().filter(this::teaches).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether one of its steps, when traced, is a sample of such steps. */
  boolean teaches(LayerConfig step) {
    return !calibration() || (name.equals(ConfigSampler.LAYOUTS) && step.kind().reorder());
  }

  /** Equal for equal networks, in every file. */
  public String id() {
    String text =
        String.join("|", name, String.valueOf(classes), input.toString(), plan, stepsText());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  String stepsText() {
    return steps.stream().map(LayerConfig::text).collect(Collectors.joining(";"));
  }
}
