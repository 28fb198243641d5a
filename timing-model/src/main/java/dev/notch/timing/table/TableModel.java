package dev.notch.timing.table;

import dev.notch.timing.render.Drawing;
import dev.notch.timing.render.TitledTree;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.TimingTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What was learned from a table: trees over its columns.
 *
 * @param target what the equations give
 * @param group the column whose values the trees are named after; without one there is a single
 *     tree, named {@link MeasuredTable#ALL}
 * @param intervals how far measurements may be from each tree; trees of which that is not known are
 *     missing
 */
public record TableModel(
    String target,
    Optional<String> group,
    Schema schema,
    SortedMap<String, TimingTree> trees,
    SortedMap<String, TableIntervals> intervals,
    Origin origin) {

  /**
   * Where a model comes from.
   *
   * @param tool version of Notch that fitted it
   * @param file name of the file with the measurements
   * @param sha256 of that file
   * @param rows measurements in it
   * @param seed of the fit
   */
  public record Origin(String tool, String file, String sha256, int rows, long seed) {}

  public TableModel {
    trees = Collections.unmodifiableSortedMap(new TreeMap<>(trees));
    intervals = Collections.unmodifiableSortedMap(new TreeMap<>(intervals));
    for (Map.Entry<String, TableIntervals> entry : intervals.entrySet()) {
      TimingTree tree = trees.get(entry.getKey());
      int spreads = entry.getValue().leaves().size();
      if (tree == null || tree.leaves().size() != spreads) {
        throw new IllegalArgumentException(
            "there is no tree '" + entry.getKey() + "' with " + spreads + " leaves");
      }
    }
    if (trees.isEmpty()) {
      throw new IllegalArgumentException("a model needs at least one tree");
    }
    boolean alone = trees.keySet().equals(Set.of(MeasuredTable.ALL));
    if (group.isEmpty() && !alone) {
      throw new IllegalArgumentException("trees " + trees.keySet() + " of no group column");
    }
  }

  /** What equations add up besides the constant. */
  List<String> explanatory() {
    return schema.explanatory().subList(0, schema.explanatory().size() - 1);
  }

  /** The trees as they are printed and drawn, under what they come from. */
  public Drawing drawing() {
    List<TitledTree> drawn = new ArrayList<>();
    trees.forEach(
        (name, tree) -> drawn.add(new TitledTree(title(name, tree), schema, target, tree)));
    String from =
        String.format(
            Locale.ROOT,
            "%s of %s, %d rows%s",
            target,
            origin.file(),
            origin.rows(),
            group.map(g -> ", by " + g).orElse(""));
    return new Drawing("Trees", List.of(from), drawn, legend());
  }

  /** Tree by tree, how far measurements may be from it. */
  private List<String> legend() {
    List<String> lines = new ArrayList<>();
    intervals.forEach(
        (name, found) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%s: %.0f %% of measurements within a factor of %.3f (leaf by leaf %s);"
                        + " of what was held out %.1f %% were",
                    name,
                    100 * found.level(),
                    found.tree(),
                    found.leaves().stream()
                        .map(spread -> String.format(Locale.ROOT, "%.3f", spread))
                        .collect(Collectors.joining(", ")),
                    found.held())));
    return lines;
  }

  private static String title(String name, TimingTree tree) {
    int rows = tree.leaves().stream().mapToInt(TimingTree.Leaf::samples).sum();
    return String.format(Locale.ROOT, "%s (%d rows, %d leaves)", name, rows, tree.leaves().size());
  }
}
