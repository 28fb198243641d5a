package dev.notch.models.data;

import dev.notch.models.NotchException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How data are prepared before they are used.
 *
 * @param size side length in pixels that every picture is brought to; empty keeps their size
 * @param fit what happens to pictures that are not square, if there is a size
 * @param normalization overrides the mean and deviation of the training pictures
 * @param validation how many training pictures to hold out for validation; empty lets {@link
 *     Splits#defaultCount} decide
 * @param splitSeed which ones
 */
public record DataOptions(
    OptionalInt size,
    Fit fit,
    Optional<Normalization> normalization,
    OptionalInt validation,
    long splitSeed) {

  /** What happens to a picture that is not square. */
  public enum Fit {
    /** The middle square is kept. */
    CROP,
    /** It is distorted. */
    STRETCH
  }

  /** Pictures as they are, everything else computed from the training pictures. */
  public static final DataOptions DEFAULT =
      new DataOptions(OptionalInt.empty(), Fit.CROP, Optional.empty(), OptionalInt.empty(), 1L);

  public DataOptions {
    Objects.requireNonNull(fit, "fit");
    requirePositive(size, "the image size");
    requirePositive(validation, "the number of validation images");
  }

  public DataOptions withSize(int pixels) {
    return new DataOptions(OptionalInt.of(pixels), fit, normalization, validation, splitSeed);
  }

  public DataOptions withFit(Fit newFit) {
    return new DataOptions(size, newFit, normalization, validation, splitSeed);
  }

  public DataOptions withNormalization(Normalization values) {
    return new DataOptions(size, fit, Optional.of(values), validation, splitSeed);
  }

  public DataOptions withValidation(int count) {
    return new DataOptions(size, fit, normalization, OptionalInt.of(count), splitSeed);
  }

  public DataOptions withSplitSeed(long seed) {
    return new DataOptions(size, fit, normalization, validation, seed);
  }

  private static void requirePositive(OptionalInt value, String what) {
    if (value.isPresent() && value.getAsInt() < 1) {
      throw new NotchException(what + " must be at least 1, got " + value.getAsInt());
    }
  }
}
