package dev.notch.profiler.synthetic;

import dev.notch.profiler.clock.Clock;

/** Time that passes only when somebody works. */
public final class VirtualClock implements Clock {
  private long nanos;

  @Override
  public long nanos() {
    return nanos;
  }

  void advance(double micros) {
    if (!(micros >= 0)) {
      throw new IllegalArgumentException("time cannot pass backwards: " + micros + " us");
    }
    nanos += Math.round(micros * 1000);
  }
}
