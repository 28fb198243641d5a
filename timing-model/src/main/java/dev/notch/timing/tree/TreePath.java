package dev.notch.timing.tree;

import dev.notch.timing.tree.TimingTree.Branch;
import dev.notch.timing.tree.TimingTree.Leaf;
import java.util.ArrayList;
import java.util.List;

/** How a tree comes to an answer: what it asks about one row, and the leaf that this leads to. */
public record TreePath(List<Answer> answers, Leaf leaf) {

  /**
   * @param value of the variable that the split asks about
   */
  public record Answer(Split split, double value, boolean holds) {}

  public TreePath {
    answers = List.copyOf(answers);
  }

  /** The path of a row with these values of {@link Schema#variables()}. */
  public static TreePath of(TimingTree tree, double[] variables) {
    List<Answer> answers = new ArrayList<>();
    TimingTree.Node node = tree.root();
    while (node instanceof Branch branch) {
      double value = variables[branch.split().variable()];
      boolean holds = branch.split().holds(value);
      answers.add(new Answer(branch.split(), value, holds));
      node = holds ? branch.yes() : branch.no();
    }
    return new TreePath(answers, (Leaf) node);
  }
}
