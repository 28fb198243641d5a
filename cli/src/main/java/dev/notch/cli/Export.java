package dev.notch.cli;

import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.run.Sha256;
import dev.notch.models.NotchException;
import dev.notch.models.files.AtomicFile;
import dev.notch.models.graph.Network;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a network as ONNX. */
@Command(
    name = "export",
    description = {
      "Writes a network as ONNX: the result of a run, or one of the ten, freshly initialised and"
          + " calibrated, for inspection and tests."
    },
    footer = {
      "%nExamples:",
      "  optimize export --model mobilenetv2 --out mobilenetv2.onnx",
      "  optimize export --model vgg16 --classes 10 --seed 7 --out vgg16.onnx",
      "  optimize export --run results/20260101-120000-mobilenetv2 --out small.onnx"
    })
final class Export implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private NetworkOptions model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE.onnx",
      description = "The file to write.")
  private Path out;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of the initial weights (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "The folder of a finished run, instead of --model.")
  private Path run;

  @Override
  public Integer call() {
    if (run != null && model.named()) {
      throw new ParameterException(spec.commandLine(), "--run and --model exclude each other");
    }
    if (run != null) {
      copyResult();
    } else {
      writeFresh();
    }
    return Exit.DONE;
  }

  private void writeFresh() {
    ChosenNetwork chosen = model.choose();
    Network network = chosen.network();
    Weights weights = chosen.weights(seed);
    Map<String, String> provenance =
        Map.of("notch.weights", "initialised and calibrated, seed " + seed);
    OnnxWriter.write(network, weights, OnnxOptions.DEFAULT.withMetadata(provenance), out);
    spec.commandLine().getErr().println("wrote " + out + " (untrained weights, seed " + seed + ")");
  }

  /** The network's bytes are those that the run measured and reported. */
  private void copyResult() {
    CompressionResult result = CompressionResult.read(run.resolve("run.json"));
    Path file = run.resolve(result.optimized().file().orElseThrow(this::nothingWritten));
    try {
      if (!Optional.of(Sha256.of(file)).equals(result.optimized().sha256())) {
        throw new NotchException(file + " is not what run.json says; run the main job again");
      }
      AtomicFile.write(out, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
    spec.commandLine().getErr().println("wrote " + out + ": " + result.outcome().message());
  }

  private NotchException nothingWritten() {
    return new NotchException(run + " holds no network");
  }
}
