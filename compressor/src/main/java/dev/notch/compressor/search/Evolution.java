package dev.notch.compressor.search;

import dev.notch.models.progress.Progress;
import io.jenetics.Genotype;
import io.jenetics.IntegerChromosome;
import io.jenetics.IntegerGene;
import io.jenetics.Mutator;
import io.jenetics.Phenotype;
import io.jenetics.UniformCrossover;
import io.jenetics.engine.Constraint;
import io.jenetics.engine.Engine;
import io.jenetics.engine.EvolutionResult;
import io.jenetics.engine.InvertibleCodec;
import io.jenetics.ext.moea.NSGA2Selector;
import io.jenetics.ext.moea.UFTournamentSelector;
import io.jenetics.ext.moea.Vec;
import io.jenetics.util.ISeq;
import io.jenetics.util.RandomRegistry;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The evolution of points of a search space towards two objectives, both maximised: NSGA-II (K. Deb
 * et al. 2002) with Jenetics. It knows nothing of networks.
 *
 * <p>A gene is a place between the least choice of an axis (0) and the widest, on one scale for all
 * axes, so that one chromosome holds all of them and crossover can mix them.
 */
final class Evolution {
  private static final int SCALE = 1 << 12;
  private static final double CROSSOVER = 0.6;
  private static final double SWAP = 0.3;

  private final SearchSettings settings;
  private final InvertibleCodec<int[], IntegerGene> codec;
  private final Engine<IntegerGene, Vec<double[]>> engine;

  /**
   * @param repair maps a point into the budget; leaves a point within it as it is
   * @param fitness two objectives, both maximised
   */
  Evolution(
      SearchSpace space,
      UnaryOperator<int[]> repair,
      Function<int[], Vec<double[]>> fitness,
      SearchSettings settings) {
    this.settings = settings;
    this.codec =
        InvertibleCodec.of(
            Genotype.of(IntegerChromosome.of(0, SCALE, space.dimensions())),
            genotype -> decode(space, genotype),
            point -> encode(space, point));
    this.engine = engine(repair, fitness, space.dimensions());
  }

  private Engine<IntegerGene, Vec<double[]>> engine(
      UnaryOperator<int[]> repair, Function<int[], Vec<double[]>> fitness, int genes) {
    double aboutOne = 1.0 / genes;
    return Engine.builder(fitness, codec)
        .constraint(repairing(repair))
        .populationSize(settings.population())
        .offspringFraction(0.5)
        .maximalPhenotypeAge(Long.MAX_VALUE)
        .offspringSelector(UFTournamentSelector.ofVec())
        .survivorsSelector(NSGA2Selector.ofVec())
        .alterers(
            new UniformCrossover<>(CROSSOVER, SWAP),
            new Mutator<>(aboutOne),
            new StepMutator<>(aboutOne))
        .maximizing()
        .executor(Runnable::run)
        .build();
  }

  /** Writes repaired points back into genotypes, so that offspring inherit the repair. */
  private Constraint<IntegerGene, Vec<double[]>> repairing(UnaryOperator<int[]> repair) {
    return Constraint.of(
        phenotype -> {
          int[] point = codec.decode(phenotype.genotype());
          return repair.apply(point) == point;
        },
        (phenotype, generation) ->
            Phenotype.of(
                codec.encoder().apply(repair.apply(codec.decode(phenotype.genotype()))),
                generation));
  }

  /**
   * Runs all generations.
   *
   * @param first points of the first population, each within the budget; cut off or filled up with
   *     random points to its size
   * @param visitor sees every point of every generation, evaluated
   */
  void run(List<int[]> first, Consumer<int[]> visitor, Progress progress) {
    RandomRegistry.with(
        new SplittableRandom(settings.seed()),
        random -> {
          engine.stream(population(first))
              .limit(settings.generations())
              .forEach(result -> visit(result, visitor, progress));
          return settings.seed();
        });
  }

  private void visit(
      EvolutionResult<IntegerGene, Vec<double[]>> result,
      Consumer<int[]> visitor,
      Progress progress) {
    progress.check();
    result.genotypes().forEach(genotype -> visitor.accept(codec.decode(genotype)));
    progress.update(result.generation(), settings.generations(), "generations");
  }

  private ISeq<Genotype<IntegerGene>> population(List<int[]> first) {
    return first.stream().map(codec.encoder()).collect(ISeq.toISeq());
  }

  private static int[] decode(SearchSpace space, Genotype<IntegerGene> genotype) {
    int[] genes = genotype.chromosome().as(IntegerChromosome.class).toArray();
    for (int axis = 0; axis < genes.length; axis++) {
      genes[axis] = (int) ((long) genes[axis] * space.size(axis) / SCALE);
    }
    return genes;
  }

  /** The middle of each index's stretch of the scale. */
  private static Genotype<IntegerGene> encode(SearchSpace space, int[] point) {
    IntegerGene[] genes =
        IntStream.range(0, point.length)
            .map(axis -> (2 * point[axis] + 1) * SCALE / (2 * space.size(axis)))
            .mapToObj(gene -> IntegerGene.of(gene, 0, SCALE))
            .toArray(IntegerGene[]::new);
    return Genotype.of(IntegerChromosome.of(genes));
  }
}
