package dev.notch.profiler;

import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * {@link FusingLowering} at any widths: all that can change is whether and into which convolution
 * an add is fused, whether the activation behind it or behind a batch normalisation is fused, and
 * which tensors change their layout.
 */
final class FusingWidths implements WidthLowering {
  private static final int NONE = -1;

  private final BlockedLayout layout;
  private final List<Step> steps;
  private final List<AddSite> sites;
  private final Reorders reorders;

  /** Node to index of the step that does its main work. */
  private final int[] stepOf;

  /** Node to index of the site of which it may be a part, or {@value #NONE}. */
  private final int[] siteOf;

  /** Batch normalisation to the activation that can be fused into it, or {@value #NONE}. */
  private final int[] behindNorm;

  /** The inverse of {@link #behindNorm}. */
  private final int[] normBefore;

  /**
   * An add that may be fused.
   *
   * @param blocked convolutions to choose from when the add is in the blocked layout, best first
   * @param plain the same when it is not
   * @param tail the activation that is fused as well, if the layout allows it
   */
  private record AddSite(Node add, List<Node> blocked, List<Node> plain, Optional<Node> tail) {

    /** The convolution that the add is fused into, or {@value FusingWidths#NONE}. */
    int choose(BlockedLayout layout) {
      boolean inBlocks = layout.holds(add.id());
      for (Node conv : inBlocks ? blocked : plain) {
        if (layout.holds(conv.id()) == inBlocks) {
          return conv.id();
        }
      }
      return NONE;
    }

    boolean fusesTail(BlockedLayout layout) {
      return tail.filter(FusedFunctions.behindAdd(layout.holds(add.id()))::has).isPresent();
    }
  }

  private FusingWidths(Network network, FusingLowering unfused) {
    this.layout = unfused.layout();
    this.steps = unfused.steps();
    this.sites = new ArrayList<>();
    this.reorders = unfused.reorders();
    this.siteOf = new int[network.nodes().size()];
    this.stepOf = new int[siteOf.length];
    for (int step = 0; step < steps.size(); step++) {
      stepOf[steps.get(step).nodeId()] = step;
    }
    this.behindNorm = new int[siteOf.length];
    this.normBefore = new int[siteOf.length];
    Arrays.fill(siteOf, NONE);
    Arrays.fill(behindNorm, NONE);
    Arrays.fill(normBefore, NONE);
    for (Node norm : network.nodes()) {
      unfused.joinsNorm(norm).ifPresent(tail -> join(norm.id(), tail.id()));
    }
    network.nodes().forEach(node -> addSite(node, unfused));
  }

  private void join(int norm, int tail) {
    behindNorm[norm] = tail;
    normBefore[tail] = norm;
  }

  static FusingWidths of(Network network, int block) {
    return new FusingWidths(network, FusingLowering.withoutAdds(network, block));
  }

  @Override
  public boolean change(IntUnaryOperator channels, int[] nodes) {
    return layout.change(channels, nodes);
  }

  @Override
  public void steps(Consumer consumer) {
    int[] chosen = new int[sites.size()];
    Arrays.setAll(chosen, site -> sites.get(site).choose(layout));
    for (Step step : steps) {
      int id = step.nodeId();
      int site = siteOf[id];
      if (site == NONE || chosen[site] == NONE) {
        alone(id, step, consumer);
      } else if (id != chosen[site]) {
        part(sites.get(site), id, chosen[site], step, consumer);
      }
    }
    reorders.find(layout, consumer::reorder);
  }

  /** A step that no add is fused into. */
  private void alone(int id, Step step, Consumer consumer) {
    if (behindNorm[id] != NONE && layout.holds(id)) {
      consumer.step(id, steps.get(stepOf[behindNorm[id]]).config().fused());
    } else if (normBefore[id] == NONE || !layout.holds(normBefore[id])) {
      consumer.step(id, step.config().fused());
    }
  }

  /** A step of a site whose add is fused: what ends last stands for all of it. */
  private void part(AddSite site, int id, int conv, Step step, Consumer consumer) {
    Fusion fusion = Fusion.NONE.withAdd();
    boolean fused = site.fusesTail(layout);
    boolean isTail = site.tail.isPresent() && site.tail.get().id() == id;
    if (fused && isTail && site.tail.get().layer() instanceof Activation a) {
      consumer.step(conv, fusion.withActivation(a.function()));
    } else if (id == site.add.id()) {
      if (!fused) {
        consumer.step(conv, fusion);
      }
    } else {
      // A convolution that was not chosen, or an activation that cannot be fused.
      consumer.step(id, step.config().fused());
    }
  }

  private void addSite(Node add, FusingLowering unfused) {
    List<Node> blocked = unfused.candidates(add, true);
    if (blocked.isEmpty()) {
      return;
    }
    Optional<Node> tail = unfused.activationBehind(add.id());
    sites.add(new AddSite(add, blocked, unfused.candidates(add, false), tail));
    int site = sites.size() - 1;
    siteOf[add.id()] = site;
    blocked.forEach(conv -> siteOf[conv.id()] = site);
    tail.ifPresent(node -> siteOf[node.id()] = site);
  }
}
