package dev.notch.timing.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;

/** Deals items into folds by a seed, all items of one key into the same fold. */
public final class Folds {

  private Folds() {}

  /** The fold of each item, from 0. The order of the items does not matter. */
  public static <T> int[] assign(List<T> items, Function<T, String> key, int folds, long seed) {
    List<String> keys = new ArrayList<>(new TreeSet<>(items.stream().map(key).toList()));
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = keys.size() - 1; i > 0; i--) {
      java.util.Collections.swap(keys, i, random.nextInt(i + 1));
    }
    Map<String, Integer> fold = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      fold.put(keys.get(i), i % folds);
    }
    return items.stream().map(key).mapToInt(fold::get).toArray();
  }

  /** The items that are, or are not, in a fold. */
  public static <T> List<T> select(List<T> items, int[] folds, int fold, boolean inside) {
    List<T> selected = new ArrayList<>();
    for (int i = 0; i < folds.length; i++) {
      if ((folds[i] == fold) == inside) {
        selected.add(items.get(i));
      }
    }
    return selected;
  }
}
