package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.run.CompressionResult.Accuracy;
import dev.notch.compressor.run.CompressionResult.Latency;
import dev.notch.compressor.run.CompressionResult.Measured;
import dev.notch.compressor.run.CompressionResult.NetworkResult;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.run.Sha256;
import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import dev.notch.models.export.Exporter;
import dev.notch.models.export.Format;
import dev.notch.models.files.AtomicFile;
import dev.notch.models.graph.NetworkCounts;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Safetensors;
import dev.notch.models.weights.Safetensors.Precision;
import dev.notch.models.width.WidthPlan;
import dev.notch.profiler.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Writes a network into the run's folder and says what it is worth. */
record Delivery(Setting setting, RunFolder run, ToDoubleFunction<WidthPlan> price) {
  /** The network in the run's folder. */
  static final String MODEL = "model.onnx";

  /** A network with everything that is reported of it. */
  record Measurement(
      WidthPlan plan,
      Weighted network,
      Optional<Double> validation,
      Timing timing,
      double noiseFloor) {}

  /**
   * The files of the result: network, weights and plan.
   *
   * @throws NotchException if what ONNX Runtime makes of the network's file is another one
   */
  void write(Measurement result) {
    Weighted network = result.network();
    OnnxOptions options = options();
    new Exporter(network.network(), network.weights(), options).write(Format.ONNX, run.file(MODEL));
    new Equality(setting.pictures()).written(run.file(MODEL), network, options);
    Map<String, String> origin = new TreeMap<>();
    origin.put("tool", ToolVersion.NAME + " " + ToolVersion.version());
    origin.put("model", setting.network().name());
    setting.pictures().ifPresent(data -> origin.put("data_fingerprint", data.fingerprint()));
    Safetensors.write(run.file("weights.safetensors"), network.weights(), Precision.F32, origin);
    AtomicFile.writeText(
        run.file("plan.txt"), PlanTable.of(setting.deployedGroups(), result.plan(), price));
  }

  /** A file goes into the place of the one that came. */
  private OnnxOptions options() {
    OnnxOptions like =
        setting
            .subject()
            .file()
            .map(file -> OnnxOptions.like(file.content().signature()))
            .orElse(OnnxOptions.DEFAULT);
    return like.withOpset(setting.request().export().opset().orElse(like.opset()))
        .withMetadata(provenance());
  }

  private Map<String, String> provenance() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("notch.budget", setting.request().target().budget().asked());
    setting.subject().file().ifPresent(file -> metadata.put("notch.original", file.sha256()));
    return metadata;
  }

  /**
   * What is reported; the test pictures are read here and nowhere else.
   *
   * @param delivered whether the network's file stands in the run's folder
   */
  NetworkResult report(Measurement m, boolean delivered, Progress progress) {
    NetworkCounts counts = m.network().network().counts();
    return new NetworkResult(
        setting.groups().toMap(m.plan()),
        counts.parameters(),
        counts.macs(),
        m.validation().map(validation -> accuracy(m.network(), validation, delivered, progress)),
        new Latency(price.applyAsDouble(m.plan()), Optional.of(measured(m))),
        delivered ? Optional.of(MODEL) : Optional.empty(),
        delivered ? Optional.of(hash(run.file(MODEL))) : Optional.empty());
  }

  private Accuracy accuracy(
      Weighted network, double validation, boolean delivered, Progress progress) {
    progress.stage("test " + (delivered ? "the result" : "the baseline"));
    Correctness test =
        setting.correctness(network.network(), network.weights(), setting.data().test(), progress);
    return new Accuracy(validation, test.accuracy(), setting.data().validation().size());
  }

  private static Measured measured(Measurement m) {
    return measured(m.timing(), m.noiseFloor());
  }

  static Measured measured(Timing t, double noiseFloor) {
    return new Measured(
        t.minMs(), t.quietMs(), t.medianMs(), t.p90Ms(), t.samples(), noiseFloor, Optional.empty());
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
