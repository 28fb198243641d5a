package dev.notch.timing;

import dev.notch.models.NotchException;
import dev.notch.profiler.LayerConfig;
import java.util.Locale;

/** A layer that a timing model has no basis to price. It is never counted as free. */
public final class UnprofiledLayerException extends NotchException {
  private static final long serialVersionUID = 1L;

  private final String network;

  /** A layer of no known network. */
  public UnprofiledLayerException(LayerConfig layer, Provenance model) {
    this("layer '" + layer.text() + "'", layer, "NAME (a network that has such a layer)", model);
  }

  private UnprofiledLayerException(
      String who, LayerConfig layer, String network, Provenance model) {
    super(
        String.format(
            Locale.ROOT,
            "%s cannot be priced: fewer than %d layers of kind %s were profiled;"
                + " run: optimize profile --runtime %s --threads %d --model %s; optimize fit",
            who,
            TimingModel.MIN_SAMPLES,
            layer.kind().label(),
            model.runtime(),
            model.threads(),
            network));
    this.network = network;
  }

  /**
   * The message for a network that the user names otherwise than it is called.
   *
   * @param named what {@code --model} takes, such as a file
   */
  public String messageFor(String named) {
    return getMessage().replace(" --model " + network + ";", " --model " + named + ";");
  }

  /** A named layer of a network. */
  static UnprofiledLayerException of(
      String network, String name, LayerConfig layer, Provenance model) {
    String who = "layer " + name + " of " + network + " ('" + layer.text() + "')";
    return new UnprofiledLayerException(who, layer, network, model);
  }
}
