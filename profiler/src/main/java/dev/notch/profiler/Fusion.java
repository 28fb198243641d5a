package dev.notch.profiler;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Layer.Activation.Function;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a runtime executes together with a layer, without a pass over memory of its own.
 *
 * @param activation the function applied to the result; of an {@link OpKind#ACTIVATION} its own
 * @param add whether a tensor is added to the result; its read belongs to the layer's memory
 *     traffic
 */
public record Fusion(Optional<Function> activation, boolean add) {
  public static final Fusion NONE = new Fusion(Optional.empty(), false);

  public static Fusion of(Function activation) {
    return new Fusion(Optional.of(activation), false);
  }

  public Fusion withActivation(Function function) {
    return new Fusion(Optional.of(function), add);
  }

  public Fusion withAdd() {
    return new Fusion(activation, true);
  }

  /** {@code relu+add}, {@code relu}, {@code add} or nothing. */
  public String label() {
    String function = activation.map(f -> f.name().toLowerCase(Locale.ROOT)).orElse("");
    return add ? function + (function.isEmpty() ? "add" : "+add") : function;
  }

  /**
   * The inverse of {@link #label()}.
   *
   * @throws NotchException if a part is neither a known activation nor {@code add}
   */
  public static Fusion parse(String label) {
    Fusion fusion = NONE;
    for (String part : label.isEmpty() ? new String[0] : label.split("\\+", -1)) {
      fusion = part.equals("add") ? fusion.withAdd() : fusion.withActivation(function(part));
    }
    return fusion;
  }

  private static Function function(String label) {
    return Arrays.stream(Function.values())
        .filter(f -> f.name().toLowerCase(Locale.ROOT).equals(label))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("fused: '" + label + "' is not one of " + known()));
  }

  private static String known() {
    return Arrays.stream(Function.values())
        .map(f -> f.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", ", "", ", add"));
  }
}
