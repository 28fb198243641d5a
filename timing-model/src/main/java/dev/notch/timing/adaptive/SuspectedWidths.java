package dev.notch.timing.adaptive;

import dev.notch.profiler.NetworkChooser.Suspects;
import dev.notch.timing.Features;
import dev.notch.timing.TimingModel;
import dev.notch.timing.tree.Split;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TimingTree.Branch;
import dev.notch.timing.tree.TimingTree.Node;
import java.util.HashSet;
import java.util.Set;

/** The channel counts at which the trees of a model ask questions. */
final class SuspectedWidths {
  private static final Set<String> CHANNELS = Set.of("in", "out", "in/groups", "out/groups");

  private final Set<Integer> thresholds = new HashSet<>();
  private final Set<Integer> multiples = new HashSet<>();

  private SuspectedWidths() {}

  static Suspects of(TimingModel model) {
    SuspectedWidths found = new SuspectedWidths();
    model.trees().values().stream().map(TimingTree::root).forEach(found::visit);
    return new Suspects(found.thresholds, found.multiples);
  }

  private void visit(Node node) {
    if (node instanceof Branch branch) {
      ask(branch.split());
      visit(branch.yes());
      visit(branch.no());
    }
  }

  private void ask(Split split) {
    if (!CHANNELS.contains(Features.schema().variables().get(split.variable()).name())) {
      return;
    }
    if (split instanceof Split.Multiple multiple) {
      multiples.add(multiple.modulus());
    } else if (split instanceof Split.Range range) {
      thresholds.add((int) range.threshold());
    }
  }
}
