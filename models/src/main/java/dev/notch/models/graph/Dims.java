package dev.notch.models.graph;

import static dev.notch.models.graph.Require.require;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Arithmetic of dimensions of tensors of any rank. */
final class Dims {
  private Dims() {}

  /** A copy; refuses what is not positive, and more values than an array can hold. */
  static List<Integer> copy(List<Integer> dims) {
    List<Integer> copy = List.copyOf(dims);
    require(copy.stream().allMatch(d -> d > 0), () -> "dimensions must be positive: " + copy);
    require(size(copy) <= Integer.MAX_VALUE, () -> "too many values: " + copy);
    return copy;
  }

  /** The number of values; where it overflows, the largest number. */
  static long size(List<Integer> dims) {
    return dims.stream()
        .mapToLong(Integer::longValue)
        .reduce(1, (a, b) -> a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b);
  }

  /** As channels x height x width. */
  static Shape shape(List<Integer> dims) {
    int rank = dims.size();
    return new Shape(
        rank > 0 ? dims.get(0) : 1,
        rank > 1 ? dims.get(1) : 1,
        rank > 2 ? Math.toIntExact(size(dims.subList(2, rank))) : 1);
  }

  static List<Integer> with(List<Integer> dims, int axis, int length) {
    List<Integer> changed = new ArrayList<>(dims);
    changed.set(axis, length);
    return List.copyOf(changed);
  }

  static List<Integer> reduce(List<Integer> dims, List<Integer> axes, boolean keep) {
    return IntStream.range(0, dims.size())
        .filter(axis -> keep || !axes.contains(axis))
        .mapToObj(axis -> axes.contains(axis) ? Integer.valueOf(1) : dims.get(axis))
        .toList();
  }

  /** The dimensions of both when each is repeated along axes where it has length 1 or none. */
  static List<Integer> broadcast(List<Integer> left, List<Integer> right) {
    int rank = Math.max(left.size(), right.size());
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int l = fromEnd(left, rank - i);
      int r = fromEnd(right, rank - i);
      require(l == r || l == 1 || r == 1, () -> "cannot broadcast " + left + " and " + right);
      result.add(Math.max(l, r));
    }
    return copy(result);
  }

  private static int fromEnd(List<Integer> dims, int place) {
    return place > dims.size() ? 1 : dims.get(dims.size() - place);
  }

  /** The dimensions of a matrix product. */
  static List<Integer> product(List<Integer> left, List<Integer> right) {
    int l = left.size();
    int r = right.size();
    List<Integer> result =
        new ArrayList<>(broadcast(left.subList(0, l - 2), right.subList(0, r - 2)));
    result.add(left.get(l - 2));
    result.add(right.get(r - 1));
    return copy(result);
  }

  static void requireMatrices(List<Integer> left, List<Integer> right) {
    int l = left.size();
    int r = right.size();
    boolean fit = l > 1 && r > 1 && left.get(l - 1).equals(right.get(r - 2));
    require(fit, () -> "cannot multiply matrices " + left + " and " + right);
    product(left, right);
  }

  static void requireAxis(int axis, List<Integer> dims) {
    require(axis >= 0 && axis < dims.size(), () -> "no axis " + axis + " in " + dims);
  }

  static void requirePermutation(List<Integer> order, int rank) {
    List<Integer> all = IntStream.range(0, rank).boxed().toList();
    boolean complete = order.stream().sorted().toList().equals(all);
    require(complete, () -> "not an order of " + rank + " axes: " + order);
  }

  static void requireAscending(List<Integer> axes, List<Integer> dims) {
    require(!axes.isEmpty(), "no axes to reduce");
    axes.forEach(axis -> requireAxis(axis, dims));
    boolean ascending =
        IntStream.range(1, axes.size()).allMatch(i -> axes.get(i - 1) < axes.get(i));
    require(ascending, () -> "axes must ascend: " + axes);
  }

  static void requireAlikeBut(int axis, List<List<Integer>> views) {
    require(views.size() > 1, "a concatenation needs at least two inputs");
    views.forEach(view -> requireAxis(axis, view));
    List<Integer> first = with(views.get(0), axis, 1);
    boolean alike = views.stream().allMatch(view -> with(view, axis, 1).equals(first));
    require(alike, () -> "cannot concatenate " + views + " on axis " + axis);
  }
}
