package dev.notch.timing;

import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import dev.notch.models.progress.Progress;
import dev.notch.profiler.OpKind;
import dev.notch.profiler.store.Measurements;
import dev.notch.profiler.store.StoreHeader;
import dev.notch.timing.tree.Equation;
import dev.notch.timing.tree.Row;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TimingTree.Leaf;
import dev.notch.timing.tree.TreeOptions;
import dev.notch.timing.tree.TreeTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Fits timing models to measurements. */
public final class Fitter {
  /** With fewer whole networks their few errors would count for what layers do in them. */
  private static final int NETWORKS_FOR_CONTEXT = 8;

  /** Half of what the clock resolves: what is measured as nothing takes some time. */
  private static final double LEAST_MS = 0.0005;

  private static final String METHOD =
      "trees: non-negative leaves, BIC; factors of leaves from network totals";

  private Fitter() {}

  /**
   * A model and what it was fitted to.
   *
   * @param seconds what fitting took, without the prediction intervals
   */
  public record Fitted(
      TimingModel model, TrainingData data, Measurements measurements, double seconds) {}

  /**
   * Fits a model to a store.
   *
   * @param seed recorded with the model; of what is drawn to evaluate it
   * @throws NotchException if the store cannot be read or holds no layer
   */
  public static Fitted fit(Path store, long seed, Progress progress) {
    progress.stage("fit");
    Measurements measurements = Measurements.read(store);
    TrainingData data = TrainingData.of(measurements);
    if (data.layers().isEmpty()) {
      throw new NotchException(store + " holds no measured layer; run: optimize profile");
    }
    long start = System.nanoTime();
    TimingModel model = model(data, provenance(measurements, data, hash(store), seed));
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Fitted(
        withIntervals(model, data, measurements, progress), data, measurements, seconds);
  }

  /** The model with the prediction intervals that cross-validation gives it. */
  public static TimingModel withIntervals(
      TimingModel model, TrainingData data, Measurements measurements, Progress progress) {
    double drift = measurements.networkNoiseFloor().orElse(0);
    return model.withIntervals(
        Calibration.of(model, data, part -> model(part, model.provenance()), drift, progress));
  }

  /** Fits a model to data without a file behind it, for evaluation. */
  public static TimingModel model(TrainingData data, String runtime, long seed) {
    return model(
        data,
        new Provenance(
            "",
            "",
            "",
            runtime,
            "",
            1,
            "",
            data.layers().size(),
            data.totals().size(),
            seed,
            METHOD,
            OptionalDouble.empty(),
            data.architectures()));
  }

  /** Grows a tree for each kind with enough layers, then learns from totals how they add up. */
  public static TimingModel model(TrainingData data, Provenance provenance) {
    Map<OpKind, TimingTree> trees = new EnumMap<>(OpKind.class);
    data.byKind()
        .forEach(
            (kind, layers) -> {
              if (layers.size() >= TimingModel.MIN_SAMPLES) {
                trees.put(kind, tree(layers));
              }
            });
    NetworkTerm network =
        data.totals().size() < NETWORKS_FOR_CONTEXT
            ? NetworkTerm.SUM
            : ContextFit.fit(trees, data.totals());
    return new TimingModel(trees, network, provenance);
  }

  private static TimingTree tree(List<TrainingData.Layer> layers) {
    TreeOptions options = TreeOptions.milliseconds(layers.size());
    TimingTree tree = TreeTrainer.fit(Features.schema(), rows(layers), options);
    return tree.withLeaves(tree.leaves().stream().map(Fitter::withCost).toList());
  }

  /** No leaf is free: one whose layers were all too quick for the clock gets the least time. */
  private static Leaf withCost(Leaf leaf) {
    if (leaf.equation().terms() > 0) {
      return leaf;
    }
    double[] coefficients = new double[leaf.equation().size()];
    coefficients[coefficients.length - 1] = LEAST_MS; // the constant is the last column
    Equation equation = new Equation(leaf.equation().view(), coefficients);
    return new Leaf(leaf.index(), equation, leaf.samples(), leaf.error(), leaf.seen());
  }

  private static List<Row> rows(List<TrainingData.Layer> layers) {
    return layers.stream().map(l -> Features.row(l.config(), l.ms())).toList();
  }

  private static Provenance provenance(
      Measurements measurements, TrainingData data, String hash, long seed) {
    StoreHeader header = measurements.header();
    return new Provenance(
        ToolVersion.version(),
        header.device(),
        header.deviceText(),
        header.runtime().label(),
        header.version(),
        header.threads(),
        hash,
        data.layers().size(),
        data.totals().size(),
        seed,
        METHOD,
        measurements.noiseFloor(),
        data.architectures());
  }

  private static String hash(Path path) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw new NotchException("cannot read " + path + ": " + e, e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
