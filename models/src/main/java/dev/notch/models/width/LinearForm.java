package dev.notch.models.width;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * {@code (constant + sum of factor[i] * value(variable[i])) / denominator} in lowest terms: a width
 * as a function of other widths, exact.
 */
final class LinearForm {
  /** What {@link #evaluate} returns where the form has no whole, positive value. */
  static final int NO_WIDTH = -1;

  private final int[] variables;
  private final long[] factors;
  private final long constant;
  private final long denominator;
  private final boolean plain;

  private LinearForm(SortedMap<Integer, Long> terms, long constant, long denominator) {
    long divisor = gcd(constant, denominator);
    for (long factor : terms.values()) {
      divisor = gcd(factor, divisor);
    }
    terms.values().removeIf(factor -> factor == 0);
    this.variables = terms.keySet().stream().mapToInt(Integer::intValue).toArray();
    long common = denominator < 0 ? -divisor : divisor;
    this.factors = terms.values().stream().mapToLong(factor -> factor / common).toArray();
    this.constant = constant / common;
    this.denominator = denominator / common;
    this.plain =
        variables.length == 1 && factors[0] == 1 && this.constant == 0 && this.denominator == 1;
  }

  static LinearForm constant(int value) {
    return new LinearForm(new TreeMap<>(), value, 1);
  }

  static LinearForm variable(int variable) {
    SortedMap<Integer, Long> terms = new TreeMap<>();
    terms.put(variable, 1L);
    return new LinearForm(terms, 0, 1);
  }

  LinearForm plus(LinearForm other) {
    SortedMap<Integer, Long> terms = new TreeMap<>();
    addTerms(terms, other.denominator);
    other.addTerms(terms, denominator);
    return new LinearForm(
        terms,
        Math.addExact(
            Math.multiplyExact(constant, other.denominator),
            Math.multiplyExact(other.constant, denominator)),
        Math.multiplyExact(denominator, other.denominator));
  }

  LinearForm minus(LinearForm other) {
    return plus(other.times(-1, 1));
  }

  LinearForm times(long numerator, long divisor) {
    SortedMap<Integer, Long> terms = new TreeMap<>();
    addTerms(terms, numerator);
    return new LinearForm(
        terms, Math.multiplyExact(constant, numerator), Math.multiplyExact(denominator, divisor));
  }

  /** This form with a form put in the place of every variable. */
  LinearForm substitute(IntFunction<LinearForm> replacement) {
    LinearForm sum = new LinearForm(new TreeMap<>(), constant, denominator);
    for (int i = 0; i < variables.length; i++) {
      sum = sum.plus(replacement.apply(variables[i]).times(factors[i], denominator));
    }
    return sum;
  }

  /** What {@code variable} is if this form is zero; the form must contain it. */
  LinearForm solveFor(int variable) {
    long factor = factors[Arrays.binarySearch(variables, variable)];
    LinearForm scaled = times(denominator, factor);
    return variable(variable).minus(scaled);
  }

  /** The value, or {@link #NO_WIDTH} if it is not a positive whole number. */
  int evaluate(int[] values) {
    if (plain) {
      return values[variables[0]];
    }
    long sum = constant;
    for (int i = 0; i < variables.length; i++) {
      sum += factors[i] * values[variables[i]];
    }
    return sum > 0 && sum % denominator == 0 ? Math.toIntExact(sum / denominator) : NO_WIDTH;
  }

  /** The variables with a factor that is not zero, ascending. */
  int[] variables() {
    return variables.clone();
  }

  boolean contains(int variable) {
    return Arrays.binarySearch(variables, variable) >= 0;
  }

  boolean isZero() {
    return variables.length == 0 && constant == 0;
  }

  /** Whether the form is one variable and nothing else. */
  boolean isVariable(int variable) {
    return plain && variables[0] == variable;
  }

  private void addTerms(SortedMap<Integer, Long> terms, long scale) {
    for (int i = 0; i < variables.length; i++) {
      terms.merge(variables[i], Math.multiplyExact(factors[i], scale), Math::addExact);
    }
  }

  private static long gcd(long a, long b) {
    return b == 0 ? Math.abs(a) : gcd(b, a % b);
  }
}
