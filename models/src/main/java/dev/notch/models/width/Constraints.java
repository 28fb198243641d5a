package dev.notch.models.width;

import dev.notch.models.width.Layouts.Equation;
import dev.notch.models.width.Layouts.Partition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Partitions and equations that stand together, with the groups whose widths they bind. The legal
 * widths of one such set do not depend on any other.
 */
final class Constraints {
  private final Layouts layouts;
  private final Solved solved;
  private final BitSet groups = new BitSet();
  private final List<Partition> partitions = new ArrayList<>();
  private final List<Equation> equations = new ArrayList<>();

  private Constraints(Solved solved) {
    this.layouts = solved.layouts();
    this.solved = solved;
  }

  /** All constraints of a network, in sets that share no group. */
  static List<Constraints> of(Solved solved) {
    List<Constraints> sets = new ArrayList<>();
    for (Partition partition : solved.layouts().partitions()) {
      Constraints single = new Constraints(solved);
      single.partitions.add(partition);
      single.bind(List.of(partition.layout()));
      single.mergeInto(sets);
    }
    for (Equation equation : solved.layouts().equations()) {
      Constraints single = new Constraints(solved);
      single.equations.add(equation);
      single.bind(List.of(equation.left(), equation.right()));
      single.mergeInto(sets);
    }
    return sets;
  }

  int[] groups() {
    return groups.stream().toArray();
  }

  List<Partition> partitions() {
    return partitions;
  }

  /** The node of the first constraint. */
  int firstNode() {
    return partitions.isEmpty() ? equations.get(0).node() : partitions.get(0).node();
  }

  /** The signatures under all constraints of this set. */
  Signatures signatures() {
    return signatures(partitions, equations);
  }

  /** The signatures under the first partitions only, and all equations. */
  Signatures signatures(int firstPartitions) {
    return signatures(partitions.subList(0, firstPartitions), equations);
  }

  /** The signatures under those constraints that depend on no group above {@code last}. */
  Signatures signaturesUpTo(int last) {
    return signatures(
        partitions.stream().filter(p -> lastGroup(p.layout()) <= last).toList(),
        equations.stream()
            .filter(e -> Math.max(lastGroup(e.left()), lastGroup(e.right())) <= last)
            .toList());
  }

  private Signatures signatures(List<Partition> someParts, List<Equation> someEquations) {
    List<Integer> roots = new ArrayList<>();
    someParts.forEach(partition -> roots.add(partition.layout()));
    someEquations.forEach(equation -> roots.addAll(List.of(equation.left(), equation.right())));
    return new Signatures(solved, layouts.closure(roots), someParts, someEquations);
  }

  private int lastGroup(int layout) {
    return boundBy(List.of(layout)).length() - 1;
  }

  private void bind(List<Integer> roots) {
    groups.or(boundBy(roots));
  }

  private BitSet boundBy(List<Integer> roots) {
    BitSet bound = new BitSet();
    layouts.closure(roots).stream()
        .filter(layouts::isLine)
        .forEach(line -> Arrays.stream(solved.forms().get(line).variables()).forEach(bound::set));
    return bound;
  }

  private void mergeInto(List<Constraints> sets) {
    List<Constraints> touched = sets.stream().filter(set -> set.groups.intersects(groups)).toList();
    sets.removeAll(touched);
    Constraints merged = new Constraints(solved);
    touched.forEach(merged::absorb);
    merged.absorb(this);
    sets.add(merged);
  }

  private void absorb(Constraints other) {
    groups.or(other.groups);
    partitions.addAll(other.partitions);
    equations.addAll(other.equations);
  }
}
