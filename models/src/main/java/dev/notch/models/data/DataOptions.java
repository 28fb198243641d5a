package dev.notch.models.data;

import dev.notch.models.NotchException;
import dev.notch.models.graph.ImageSize;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How data are prepared before they are used.
 *
 * @param size that every picture is brought to; empty keeps their size
 * @param fit what happens to pictures of other proportions, if there is a size
 * @param colour whether coloured pictures stay so
 * @param normalization overrides the mean and deviation of the training pictures
 * @param validation how many training pictures to hold out for validation; empty lets {@link
 *     Splits#defaultCount} decide
 * @param splitSeed which ones
 */
public record DataOptions(
    Optional<ImageSize> size,
    Fit fit,
    Colour colour,
    Optional<Normalization> normalization,
    OptionalInt validation,
    long splitSeed) {

  /** What happens to a picture of other proportions than it is brought to. */
  public enum Fit {
    /** The largest middle part of these proportions is kept. */
    CROP,
    /** It is distorted. */
    STRETCH
  }

  /** What networks see of colours. */
  public enum Colour {
    /** Red, green and blue; grey pictures have them equal. */
    RGB,
    /** Luminance alone. */
    GREY
  }

  /** Pictures as they are, everything else computed from the training pictures. */
  public static final DataOptions DEFAULT =
      new DataOptions(
          Optional.empty(), Fit.CROP, Colour.RGB, Optional.empty(), OptionalInt.empty(), 1L);

  public DataOptions {
    Objects.requireNonNull(fit, "fit");
    Objects.requireNonNull(colour, "colour");
    if (validation.isPresent() && validation.getAsInt() < 1) {
      throw new NotchException(
          "the number of validation images must be at least 1, got " + validation.getAsInt());
    }
  }

  /** Square pictures. */
  public DataOptions withSize(int pixels) {
    return withSize(ImageSize.of(pixels));
  }

  public DataOptions withSize(ImageSize pixels) {
    return new DataOptions(Optional.of(pixels), fit, colour, normalization, validation, splitSeed);
  }

  public DataOptions withFit(Fit newFit) {
    return new DataOptions(size, newFit, colour, normalization, validation, splitSeed);
  }

  public DataOptions withColour(Colour newColour) {
    return new DataOptions(size, fit, newColour, normalization, validation, splitSeed);
  }

  public DataOptions withNormalization(Normalization values) {
    return new DataOptions(size, fit, colour, Optional.of(values), validation, splitSeed);
  }

  public DataOptions withValidation(int count) {
    return new DataOptions(size, fit, colour, normalization, OptionalInt.of(count), splitSeed);
  }

  public DataOptions withSplitSeed(long seed) {
    return new DataOptions(size, fit, colour, normalization, validation, seed);
  }
}
