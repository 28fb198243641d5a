package dev.notch.models.data;

import dev.notch.models.NotchException;

/**
 * Pictures divided into three disjoint sets. Weights are trained on {@code train}; search and guard
 * see {@code validation} only; {@code test} is read once, for the report.
 *
 * @param name what a person calls the data, without its place: {@code cifar10}
 * @param description one line: where it came from and how it was divided
 * @param normalization of the training pictures, or what the user asked for
 * @param fingerprint SHA-256 (hexadecimal) over everything above that a result depends on: the
 *     name, the pictures of each set, labels, class names and normalisation; a key for caches
 */
public record DataSet(
    String name,
    String description,
    Images train,
    Images validation,
    Images test,
    Normalization normalization,
    String fingerprint) {

  public DataSet {
    verifyAlike(train, validation, "validation");
    verifyAlike(train, test, "test");
    normalization.verifyFor(train);
  }

  /** A data set with the fingerprint of its content. */
  public static DataSet of(
      String name, String description, Splits.Parts training, Images test, Normalization norm) {
    String fingerprint =
        new Fingerprint()
            .text(name)
            .images(training.rest())
            .images(training.held())
            .images(test)
            .normalization(norm)
            .hex();
    return new DataSet(
        name, description, training.rest(), training.held(), test, norm, fingerprint);
  }

  /** Number of classes. */
  public int classes() {
    return train.classes().size();
  }

  private static void verifyAlike(Images train, Images other, String set) {
    if (other.size() == 0 || train.size() == 0) {
      throw new NotchException("the training and " + set + " images must not be empty");
    }
    if (!other.classes().equals(train.classes())) {
      throw new NotchException(
          "the "
              + set
              + " images have the classes "
              + other.classes()
              + ", the training images "
              + train.classes());
    }
    if (other.height() != train.height()
        || other.width() != train.width()
        || other.channels() != train.channels()) {
      throw new NotchException(
          "the " + set + " set is " + other + ", the training set " + train + "; choose one size");
    }
  }
}
