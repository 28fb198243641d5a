package dev.notch.timing.render;

import dev.notch.timing.Features;
import dev.notch.timing.TimingModel;
import java.util.List;

/**
 * Trees to be drawn on one sheet.
 *
 * @param notes lines under the title
 * @param legend lines under the trees
 */
public record Drawing(
    String title, List<String> notes, List<TitledTree> trees, List<String> legend) {

  public Drawing {
    notes = List.copyOf(notes);
    trees = List.copyOf(trees);
    legend = List.copyOf(legend);
  }

  /** The tree of each kind of layer, and where the model comes from. */
  public static Drawing of(TimingModel model) {
    List<TitledTree> trees =
        model.trees().entrySet().stream()
            .map(
                e ->
                    new TitledTree(
                        ModelNotes.title(model, e.getKey()), Features.schema(), "ms", e.getValue()))
            .toList();
    return new Drawing("Timing model", ModelNotes.of(model), trees, ModelNotes.LEGEND);
  }
}
