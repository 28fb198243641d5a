package dev.notch.compressor.job;

import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.run.CompressionResult.Accuracy;
import dev.notch.compressor.run.CompressionResult.Latency;
import dev.notch.compressor.run.CompressionResult.Measured;
import dev.notch.compressor.run.CompressionResult.NetworkResult;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.run.Sha256;
import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import dev.notch.models.files.AtomicFile;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkCounts;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Safetensors;
import dev.notch.models.weights.Safetensors.Precision;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.WidthPlan;
import dev.notch.profiler.Timing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Writes a network into the run's folder and says what it is worth. */
record Delivery(Setting setting, RunFolder run, ToDoubleFunction<WidthPlan> price) {
  private static final String MODEL = "model.onnx";

  /** A network with everything that is reported of it. */
  record Measurement(
      WidthPlan plan,
      Network network,
      Weights weights,
      double validation,
      Timing timing,
      double noiseFloor) {}

  /** The files of the result: network, weights and plan. */
  void write(Measurement result) {
    OnnxWriter.write(result.network(), result.weights(), run.file(MODEL));
    Safetensors.write(
        run.file("weights.safetensors"),
        result.weights(),
        Precision.F32,
        Map.of(
            "tool", ToolVersion.NAME + " " + ToolVersion.version(),
            "model", setting.network().name(),
            "data_fingerprint", setting.data().fingerprint()));
    AtomicFile.writeText(
        run.file("plan.txt"), PlanTable.of(setting.groups(), result.plan(), price));
  }

  /**
   * What is reported; the test pictures are read here and nowhere else.
   *
   * @param delivered whether the network's file stands in the run's folder
   */
  NetworkResult report(Measurement m, boolean delivered, Progress progress) {
    progress.stage("test " + (delivered ? "the result" : "the baseline"));
    Correctness test =
        setting.correctness(m.network(), m.weights(), setting.data().test(), progress);
    NetworkCounts counts = m.network().counts();
    return new NetworkResult(
        setting.groups().toMap(m.plan()),
        counts.parameters(),
        counts.macs(),
        new Accuracy(m.validation(), test.accuracy(), setting.data().validation().size()),
        new Latency(price.applyAsDouble(m.plan()), Optional.of(measured(m))),
        delivered ? Optional.of(MODEL) : Optional.empty(),
        delivered ? Optional.of(hash(run.file(MODEL))) : Optional.empty());
  }

  private static Measured measured(Measurement m) {
    Timing t = m.timing();
    return new Measured(
        t.minMs(),
        t.quietMs(),
        t.medianMs(),
        t.p90Ms(),
        t.samples(),
        m.noiseFloor(),
        Optional.empty());
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
