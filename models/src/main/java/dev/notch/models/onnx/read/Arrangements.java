package dev.notch.models.onnx.read;

import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.Shuffle;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Layers that bring values into the order in which a tensor of the file has them: one that is known
 * by name where there is one, a permutation of axes otherwise.
 */
final class Arrangements {
  private Arrangements() {}

  /** Adds what is needed and returns the node that puts out the tensor as it is. */
  static int arrange(Assembly net, View view) {
    Shape target = Assembly.shapeOf(view.dims());
    if (view.natural()) {
      Layer layer = target.area() == 1 ? new Flatten() : new Reshape(Assembly.list(view.dims()));
      return net.add(view.label(), layer, view.node());
    }
    Optional<Layer> known = known(view, target);
    return known.isPresent()
        ? net.add(view.label(), known.get(), view.node())
        : permute(net, view, target);
  }

  private static Optional<Layer> known(View view, Shape target) {
    Shape from = view.shape();
    if (from.equals(target)) {
      List<Integer> sizes = view.arrangement().get(0);
      int groups = sizes.size() < 2 ? 1 : sizes.get(1);
      return matches(view, shuffled(view, groups)).map(v -> new Shuffle(groups));
    }
    if (target.height() % from.height() == 0 && target.height() > from.height()) {
      int block = target.height() / from.height();
      Optional<Layer> crd =
          matches(view, deep(view, block, true)).map(v -> new DepthToSpace(block, true));
      return crd.isPresent()
          ? crd
          : matches(view, deep(view, block, false)).map(v -> new DepthToSpace(block, false));
    }
    if (from.height() % target.height() == 0 && from.height() > target.height()) {
      int block = from.height() / target.height();
      return matches(view, flat(view, block)).map(v -> new SpaceToDepth(block));
    }
    return Optional.empty();
  }

  private static Optional<View> matches(View view, Optional<View> pattern) {
    return pattern.filter(
        p ->
            Assembly.shapeOf(p.dims()).equals(Assembly.shapeOf(view.dims()))
                && p.arrangement().equals(view.arrangement()));
  }

  private static View whole(View view) {
    Shape s = view.shape();
    return View.of(view.node(), s, s.channels(), s.height(), s.width());
  }

  private static Optional<View> shuffled(View view, int groups) {
    Shape s = view.shape();
    if (s.channels() % groups != 0) {
      return Optional.empty();
    }
    int[] dealt = {groups, s.channels() / groups, s.height(), s.width()};
    return rearrange(view, dealt, new int[] {1, 0, 2, 3}, s.channels(), s.height(), s.width());
  }

  private static Optional<View> deep(View view, int block, boolean channelsFirst) {
    Shape s = view.shape();
    if (s.channels() % (block * block) != 0) {
      return Optional.empty();
    }
    int channels = s.channels() / (block * block);
    int[] split =
        channelsFirst
            ? new int[] {channels, block, block, s.height(), s.width()}
            : new int[] {block, block, channels, s.height(), s.width()};
    int[] order = channelsFirst ? new int[] {0, 3, 1, 4, 2} : new int[] {2, 3, 0, 4, 1};
    return rearrange(view, split, order, channels, s.height() * block, s.width() * block);
  }

  private static Optional<View> flat(View view, int block) {
    Shape s = view.shape();
    if (s.height() % block != 0 || s.width() % block != 0) {
      return Optional.empty();
    }
    int rows = s.height() / block;
    int columns = s.width() / block;
    int[] split = {s.channels(), rows, block, columns, block};
    return rearrange(
        view, split, new int[] {2, 4, 0, 1, 3}, s.channels() * block * block, rows, columns);
  }

  private static Optional<View> rearrange(View view, int[] split, int[] order, int... dims) {
    return whole(view).reshape(split, "").flatMap(v -> v.permute(order, "").reshape(dims, ""));
  }

  /** The axes of the permutation are runs of factors that lie together within one dimension. */
  private static int permute(Assembly net, View view, Shape target) {
    List<int[]> runs = runs(view);
    List<int[]> natural = new ArrayList<>(runs);
    natural.sort((a, b) -> Integer.compare(a[0], b[0]));
    List<Integer> from = natural.stream().map(run -> run[1]).toList();
    List<Integer> order = runs.stream().map(natural::indexOf).toList();
    int permuted = net.add(view.label(), new Permute(from, order), view.node());
    return net.shape(permuted).equals(target)
        ? permuted
        : net.add(view.label(), new Reshape(Assembly.list(view.dims())), permuted);
  }

  /** Pairs of the first factor and the length, in the order of the tensor. */
  private static List<int[]> runs(View view) {
    int[] order = view.order();
    int[] factors = view.factors();
    List<int[]> runs = new ArrayList<>();
    int place = 0;
    int last = factors.length;
    for (int dim : view.dims()) {
      if (dim == 1) {
        runs.add(new int[] {last++, 1});
      }
      for (long size = 1; size < dim; place++) {
        boolean together = size > 1 && order[place] == order[place - 1] + 1;
        size *= factors[order[place]];
        if (together) {
          runs.get(runs.size() - 1)[1] *= factors[order[place]];
        } else {
          runs.add(new int[] {order[place], factors[order[place]]});
        }
      }
    }
    return runs;
  }

  /** Where each value of the tensor, in its order, lies among the values of the node. */
  static int[] places(View view) {
    int[] factors = view.factors();
    int[] strides = new int[factors.length];
    int stride = 1;
    for (int i = factors.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= factors[i];
    }
    int[] places = {0};
    for (int factor : view.order()) {
      places = spread(places, factors[factor], strides[factor]);
    }
    return places;
  }

  private static int[] spread(int[] places, int count, int stride) {
    return Arrays.stream(places)
        .flatMap(place -> IntStream.range(0, count).map(i -> place + i * stride))
        .toArray();
  }
}
