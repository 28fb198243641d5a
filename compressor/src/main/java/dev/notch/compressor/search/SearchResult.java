package dev.notch.compressor.search;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a search found.
 *
 * @param front plans within the budget that no other found one beats at both cost and accuracy,
 *     cheapest first, so that the last one has the best estimated accuracy; if no plan is within
 *     the budget, the one with all groups at their least width
 * @param withinBudget false if no plan at all was within the budget
 * @param plans how many plans the search looked at
 */
public record SearchResult(List<Candidate> front, boolean withinBudget, long plans) {

  public SearchResult {
    front = List.copyOf(front);
    if (front.isEmpty()) {
      throw new IllegalArgumentException("a search always has at least one plan to show");
    }
  }

  /** The best estimated accuracy within the budget. */
  public Candidate best() {
    return front.get(front.size() - 1);
  }

  /** At most {@code most} plans spread evenly over the front, both ends among them. */
  public List<Candidate> excerpt(int most) {
    if (front.size() <= most || most < 2) {
      return front.subList(0, Math.min(front.size(), Math.max(1, most)));
    }
    double stride = (front.size() - 1.0) / (most - 1.0);
    return IntStream.range(0, most).mapToObj(i -> front.get((int) Math.round(i * stride))).toList();
  }
}
