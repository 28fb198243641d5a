package dev.notch.timing.tree;

/** A question about one variable, answered with yes or no. */
public sealed interface Split {

  /** Index of the variable in {@link Schema#variables()}. */
  int variable();

  /** Whether the answer for a value of the variable is yes. */
  boolean holds(double value);

  /** The question in words. */
  String text(Schema schema);

  /** The answer no in words. */
  String negation(Schema schema);

  /** Is the value at most {@code threshold}? */
  record Range(int variable, double threshold) implements Split {
    @Override
    public boolean holds(double value) {
      return value <= threshold;
    }

    @Override
    public String text(Schema schema) {
      return schema.variables().get(variable).name() + " <= " + Numbers.text(threshold);
    }

    @Override
    public String negation(Schema schema) {
      return schema.variables().get(variable).name() + " > " + Numbers.text(threshold);
    }
  }

  /** Is the value a whole multiple of {@code modulus}? */
  record Multiple(int variable, int modulus) implements Split {
    public Multiple {
      if (modulus < 2) {
        throw new IllegalArgumentException("modulus must be at least 2, was " + modulus);
      }
    }

    @Override
    public boolean holds(double value) {
      long whole = (long) value;
      return whole == value && whole % modulus == 0;
    }

    @Override
    public String text(Schema schema) {
      return schema.variables().get(variable).name() + " is a multiple of " + modulus;
    }

    @Override
    public String negation(Schema schema) {
      return schema.variables().get(variable).name() + " is no multiple of " + modulus;
    }
  }
}
