package dev.notch.timing;

import dev.notch.models.NotchException;
import dev.notch.profiler.LayerConfig;

/** A layer that a timing model has no basis to price. It is never counted as free. */
public final class UnprofiledLayerException extends NotchException {
  private static final long serialVersionUID = 1L;

  public UnprofiledLayerException(LayerConfig layer, int samples, Provenance model) {
    super(
        String.format(
            java.util.Locale.ROOT,
            "layer '%s' cannot be priced: the profile has %d samples of %s, needs %d;"
                + " run: optimize profile --runtime %s --threads %d --op %s",
            layer.text(),
            samples,
            layer.kind().label(),
            TimingModel.MIN_SAMPLES,
            model.runtime(),
            model.threads(),
            layer.kind().label()));
  }
}
