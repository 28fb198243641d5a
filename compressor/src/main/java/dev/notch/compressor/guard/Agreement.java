package dev.notch.compressor.guard;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How far the outputs of a smaller network are from those of the original on the same pictures.
 *
 * @param outputs in the network's order, at least one
 * @param allowed largest relative error of any output
 * @param images how many were compared
 */
public record Agreement(List<OutputError> outputs, double allowed, int images) implements Finding {

  /**
   * @param relativeError root of the summed squared differences, divided by the root of the summed
   *     squares of the original's output, over all pictures and values
   */
  public record OutputError(String output, double relativeError) {}

  public Agreement {
    outputs = List.copyOf(outputs);
    if (outputs.isEmpty() || images < 1 || !(allowed >= 0)) {
      throw new IllegalArgumentException(
          "agreement of %d outputs on %d images, allowed %s"
              .formatted(outputs.size(), images, allowed));
    }
  }

  /** The output that is furthest off. */
  public OutputError worst() {
    return outputs.stream()
        .max(Comparator.comparingDouble(OutputError::relativeError))
        .orElseThrow();
  }

  @Override
  public Verdict.Outcome outcome() {
    // What is no number agrees with nothing.
    return worst().relativeError() <= allowed ? Verdict.Outcome.PASSED : Verdict.Outcome.FAILED;
  }

  @Override
  public String describe() {
    String errors =
        outputs.stream()
            .map(o -> String.format(Locale.ROOT, "%s %.4f", o.output(), o.relativeError()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%s: relative error of the outputs against the original's on %d images: %s (allowed %.4f);"
            + " accuracy was not measured: the images have no classes",
        outcome() == Verdict.Outcome.PASSED ? "passed" : "failed",
        images,
        errors,
        allowed);
  }
}
