package dev.notch.cli;

import dev.notch.models.djl.FreshWeights;
import dev.notch.models.graph.Network;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Weights;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a network as ONNX. */
@Command(
    name = "export",
    description = "Writes a network, freshly initialised and calibrated, as ONNX.",
    footer = {
      "%nExamples:",
      "  optimize export --model mobilenetv2 --out mobilenetv2.onnx",
      "  optimize export --model vgg16 --classes 10 --seed 7 --out vgg16.onnx"
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

  @Override
  public Integer call() {
    Network network = model.build();
    Weights weights = FreshWeights.of(network, seed);
    Map<String, String> provenance =
        Map.of("notch.weights", "initialised and calibrated, seed " + seed);
    OnnxWriter.write(network, weights, OnnxOptions.DEFAULT.withMetadata(provenance), out);
    spec.commandLine().getErr().println("wrote " + out + " (untrained weights, seed " + seed + ")");
    return Exit.DONE;
  }
}
