package dev.notch.profiler.synthetic;

import dev.notch.models.graph.Shape;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.LoweredNetwork;
import dev.notch.profiler.Step;

/**
 * How long layers take on a device that does not exist: staircases in sixteen output channels above
 * a cliff at multiples of four input channels, and memory traffic. What a timing model should find
 * again.
 */
public final class SyntheticDevice {
  /** What a call of a network takes beside its steps, in microseconds. */
  public static final double CALL_MICROS = 8;

  /** What tracing adds to a step, in microseconds. */
  public static final double TRACE_MICROS = 5;

  private static final double STEP_MICROS = 1.5;
  private static final double MACS_PER_MICRO = 30_000;
  private static final double VALUES_PER_MICRO = 4_000;
  private static final int BLOCK = 16;
  private static final int ALIGNMENT = 4;
  private static final double CLIFF = 2;

  private SyntheticDevice() {}

  /** The time of a layer in microseconds, without noise. */
  public static double micros(LayerConfig c) {
    Shape output = c.output();
    double values = c.input().size() * readers(c) + output.size();
    return STEP_MICROS + values / VALUES_PER_MICRO + macs(c, output) / MACS_PER_MICRO;
  }

  /** The time of a network in microseconds, without noise. */
  public static double micros(LoweredNetwork lowered) {
    return CALL_MICROS
        + lowered.steps().stream().map(Step::config).mapToDouble(SyntheticDevice::micros).sum();
  }

  private static double readers(LayerConfig c) {
    return c.fused().add() ? 2 : 1;
  }

  private static double macs(LayerConfig c, Shape output) {
    double blocks = BLOCK * Math.ceil((double) c.out() / BLOCK);
    double cliff = c.in() % ALIGNMENT == 0 ? 1 : CLIFF;
    return switch (c.kind()) {
      case LINEAR -> blocks * c.in();
      case CONV2D, POINTWISE, DEPTHWISE, GROUPED ->
          cliff * blocks * c.in() / c.groups() * c.window().kernelArea() * output.area();
      default -> 0;
    };
  }
}
