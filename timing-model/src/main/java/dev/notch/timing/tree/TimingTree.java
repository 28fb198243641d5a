package dev.notch.timing.tree;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A tree of {@link Split}s over {@link Equation}s. Immutable. */
public record TimingTree(Node root) {

  /** A branch or a leaf. */
  public sealed interface Node {}

  public record Branch(Split split, Node yes, Node no) implements Node {}

  /**
   * @param index the leaf's number, counted from 0 in the order of {@link TimingTree#leaves()}
   * @param samples rows that the equation was fitted to
   * @param error their mean absolute percentage error
   */
  public record Leaf(int index, Equation equation, int samples, double error, Bounds seen)
      implements Node {}

  /** The leaf that answers for these variables. */
  public Leaf leaf(double[] variables) {
    Node node = root;
    while (node instanceof Branch branch) {
      node = branch.split.holds(variables[branch.split.variable()]) ? branch.yes : branch.no;
    }
    return (Leaf) node;
  }

  public double predict(double[] variables, double[][] explanatory) {
    return leaf(variables).equation.value(explanatory);
  }

  /** All leaves, yes before no. */
  public List<Leaf> leaves() {
    List<Leaf> leaves = new ArrayList<>();
    collect(root, leaves);
    return List.copyOf(leaves);
  }

  /** The same conditions with other leaves, in the order of {@link #leaves()}. */
  public TimingTree withLeaves(List<Leaf> leaves) {
    if (leaves.size() != leaves().size()) {
      throw new IllegalArgumentException(
          "expected " + leaves().size() + " leaves, got " + leaves.size());
    }
    return new TimingTree(replace(root, leaves.iterator()));
  }

  private static void collect(Node node, List<Leaf> leaves) {
    if (node instanceof Branch branch) {
      collect(branch.yes, leaves);
      collect(branch.no, leaves);
    } else {
      leaves.add((Leaf) node);
    }
  }

  private static Node replace(Node node, Iterator<Leaf> leaves) {
    if (node instanceof Branch branch) {
      Node yes = replace(branch.yes, leaves);
      return new Branch(branch.split, yes, replace(branch.no, leaves));
    }
    return leaves.next();
  }
}
