package dev.notch.compressor.search;

import io.jenetics.IntegerGene;
import io.jenetics.Mutator;
import java.util.random.RandomGenerator;

/**
 * Moves a gene a little way: a normal step with a twelfth of the gene's range as its deviation.
 * Jenetics' own Gaussian mutator can put an integer gene on its upper end, which is not valid.
 */
final class StepMutator<C extends Comparable<? super C>> extends Mutator<IntegerGene, C> {
  private static final double DEVIATION = 1 / 12.0;

  StepMutator(double probability) {
    super(probability);
  }

  @Override
  protected IntegerGene mutate(IntegerGene gene, RandomGenerator random) {
    double range = gene.max() - gene.min();
    long moved = Math.round(gene.allele() + random.nextGaussian() * DEVIATION * range);
    return gene.newInstance((int) Math.max(gene.min(), Math.min(gene.max() - 1L, moved)));
  }
}
