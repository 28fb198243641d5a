package dev.notch.timing.explain;

import dev.notch.timing.tree.Equation;
import dev.notch.timing.tree.Schema;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One term of an equation with the numbers put in.
 *
 * @param amount of what the coefficient is multiplied with
 * @param value the product, in what the equation gives
 * @param share of the equation's value, from 0 to 1
 */
public record Term(String name, double coefficient, double amount, double value, double share) {

  /** The terms whose coefficients are not zero. */
  static List<Term> of(Schema schema, Equation equation, double[][] explanatory) {
    double sum = equation.value(explanatory);
    double[] amounts = explanatory[equation.view()];
    return IntStream.range(0, equation.size())
        .filter(column -> equation.coefficient(column) > 0)
        .mapToObj(
            column -> {
              double coefficient = equation.coefficient(column);
              double value = coefficient * amounts[column];
              String name = schema.term(equation.view(), column);
              double share = sum == 0 ? 0 : value / sum;
              return new Term(name, coefficient, amounts[column], value, share);
            })
        .toList();
  }
}
