package dev.notch.timing.explain;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The time of a layer over the widths that one of its dimensions could have, and the notches in it.
 * Narrowing <i>pays</i> where it saves a greater share of the time than of the channels, so a
 * <i>notch</i> is a width with less time per channel than the next wider one and no more than the
 * next narrower one: the widest of each step of a staircase, and the bottom of each cut into it.
 *
 * @param asked position of the width that was asked for
 * @param points ascending by width
 */
public record WidthCurve(Dimension dimension, int asked, List<Point> points) {
  /** What is saved must be more than rounding, and worth a cut. */
  private static final double WORTH = 0.01;

  private static final double ROUNDING = 1e-9;

  /**
   * @param ms predicted time
   * @param seen whether the model was fitted to layers of this size
   */
  public record Point(int width, double ms, boolean seen) {
    public Point {
      if (width < 1 || !(ms >= 0)) {
        throw new IllegalArgumentException(width + " channels cannot take " + ms + " ms");
      }
    }

    private boolean pays(Point wider) {
      return ms / width < wider.ms / wider.width * (1 - ROUNDING);
    }
  }

  public WidthCurve {
    points = List.copyOf(points);
    if (asked < 0 || asked >= points.size()) {
      throw new IllegalArgumentException("no point " + asked + " among " + points.size());
    }
    for (int i = 1; i < points.size(); i++) {
      if (points.get(i).width() <= points.get(i - 1).width()) {
        throw new IllegalArgumentException("widths must ascend: " + points.get(i));
      }
    }
  }

  /** The width that was asked for. */
  public Point here() {
    return points.get(asked);
  }

  /** Milliseconds that a width takes less than the one asked for; negative if it takes more. */
  public double saves(Point point) {
    return here().ms() - point.ms();
  }

  /** The same as a share of the time at the width asked for. */
  public double savedShare(Point point) {
    return here().ms() == 0 ? 0 : saves(point) / here().ms();
  }

  /** All notches but those at the ends, beyond which nothing is known; ascending. */
  public List<Point> notches() {
    return IntStream.range(1, points.size() - 1)
        .filter(
            i -> points.get(i).pays(points.get(i + 1)) && !points.get(i - 1).pays(points.get(i)))
        .mapToObj(points::get)
        .toList();
  }

  /** The notches that are faster than every wider width. */
  public List<Point> frontier() {
    return notches().stream()
        .filter(
            notch ->
                points.stream()
                    .filter(p -> p.width() > notch.width())
                    .allMatch(p -> p.ms() > notch.ms() * (1 + ROUNDING)))
        .toList();
  }

  /**
   * The widest width below at which narrowing pays, by a hundredth of the time at least; where
   * every further channel pays, too, the end of that slope.
   */
  public Optional<Point> narrower() {
    for (int i = asked - 1; i >= 0; i--) {
      if (points.get(i).pays(here()) && savedShare(points.get(i)) >= WORTH) {
        return Optional.of(points.get(foot(i)));
      }
    }
    return Optional.empty();
  }

  /** The widest width above that is no slower: what can be had for nothing. */
  public Optional<Point> expansion() {
    for (int i = points.size() - 1; i > asked; i--) {
      if (points.get(i).ms() <= here().ms() * (1 + ROUNDING)) {
        return Optional.of(points.get(i));
      }
    }
    return Optional.empty();
  }

  private int foot(int from) {
    int i = from;
    while (i > 0 && points.get(i - 1).pays(points.get(i))) {
      i--;
    }
    return i;
  }
}
