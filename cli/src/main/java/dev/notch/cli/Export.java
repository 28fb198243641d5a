package dev.notch.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.run.Sha256;
import dev.notch.models.NotchException;
import dev.notch.models.export.Comparison;
import dev.notch.models.export.Exporter;
import dev.notch.models.export.Format;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.onnx.OnnxReader;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.source.ModelSource;
import dev.notch.models.source.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes a network as a file for other programs. */
@Command(
    name = "export",
    description = {
      "Writes a network as ONNX or TorchScript, or its weights as safetensors: the result of a run,"
          + " an ONNX file in another opset or precision, or one of the ten, freshly initialised and calibrated, for"
          + " inspection and tests.",
      "Every file is read again, and must answer as the network does."
    },
    footer = {
      "%nExamples:",
      "  optimize export --run results/20260101-120000-mobilenetv2 --out small.onnx",
      "  optimize export --run results/20260101-120000-mobilenetv2 --half --out small-half.onnx",
      "  optimize export --model my.onnx --opset 21 --out my-21.onnx",
      "  optimize export --model my.onnx --out my.safetensors",
      "  optimize export --run results/20260101-120000-mobilenetv2 --out model.pt",
      "  optimize export --model vgg16 --classes 10 --seed 7 --out vgg16.onnx"
    })
final class Export implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private NetworkOptions model;
  @Mixin private JsonOption json;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write; its ending says the format: .onnx, .safetensors" + " or .pt.")
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "The format, if the ending does not say it: ${COMPLETION-CANDIDATES}.")
  private Optional<Format> format;

  @Option(
      names = "--opset",
      paramLabel = "N",
      description =
          "Write at least this version of ONNX' operators (default: the file's, at least "
              + OnnxWriter.OPSET
              + "; at most "
              + OnnxWriter.NEWEST_OPSET
              + ").")
  private Optional<Integer> opset;

  @Option(
      names = "--half",
      description =
          "Store weights and compute in half precision; what goes in and comes out stays as it is."
              + " Not for TorchScript.")
  private boolean half;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of the initial weights of one of the ten (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "The folder of a finished run, instead of --model.")
  private Path run;

  /**
   * What {@code --json} prints.
   *
   * @param opset of an ONNX file, else null
   * @param from what the weights are
   * @param differences of each output from the network's: max|a - b| / max|a|
   */
  record Written(
      @JsonProperty("file") String file,
      @JsonProperty("sha256") String sha256,
      @JsonProperty("format") String format,
      @JsonProperty("opset") Integer opset,
      @JsonProperty("from") String from,
      @JsonProperty("differences") List<Double> differences) {}

  /**
   * What is to be written.
   *
   * @param origin what its weights are
   * @param file that a run measured and reported: to be copied as it is unless more is asked
   */
  private record Source(
      ChosenNetwork network, OnnxOptions options, String origin, Optional<Path> file) {}

  @Override
  public Integer call() {
    Format kind = format.orElseGet(this::formatByName);
    Source source = source();
    requireOther(source.network().source());
    boolean halves = half || (source.options().half() && kind != Format.TORCHSCRIPT);
    OnnxOptions like = source.options().withHalf(halves);
    OnnxOptions options = opset.map(version -> in(like, version)).orElse(like);
    Exporter exporter =
        new Exporter(source.network().network(), source.network().weights(seed), options);
    boolean same = kind == Format.ONNX && !half && opset.isEmpty();
    report(
        kind,
        source.origin(),
        source.file().filter(file -> same).isPresent()
            ? exporter.copy(source.file().get(), out)
            : exporter.write(kind, out));
    return Exit.DONE;
  }

  /** The original can be made anew from nothing. */
  private void requireOther(ModelSource source) {
    try {
      if (source instanceof OnnxFile file
          && Files.exists(out)
          && Files.isSameFile(file.file(), out)) {
        throw new NotchException(out + " is what is to be exported; name another file with --out");
      }
    } catch (IOException e) {
      throw new NotchException("cannot read " + out + ": " + e.getMessage(), e);
    }
  }

  private Format formatByName() {
    try {
      return Format.of(out);
    } catch (NotchException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private OnnxOptions in(OnnxOptions options, int version) {
    try {
      return options.withOpset(version);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--opset: " + e.getMessage(), e);
    }
  }

  private Source source() {
    if (run != null && model.named()) {
      throw new ParameterException(spec.commandLine(), "--run and --model exclude each other");
    }
    return run != null ? result() : chosen();
  }

  private Source chosen() {
    ChosenNetwork network = model.choose();
    if (network.imported().isPresent()) {
      return new Source(
          network, like(network.imported().get()), "the file's weights", Optional.empty());
    }
    Map<String, String> provenance =
        Map.of("notch.weights", "initialised and calibrated, seed " + seed);
    return new Source(
        network,
        OnnxOptions.DEFAULT.withMetadata(provenance),
        "untrained weights, seed " + seed,
        Optional.empty());
  }

  private static OnnxOptions like(ImportedNetwork network) {
    return OnnxOptions.like(network.signature());
  }

  /** The network's weights are those that the run measured and reported. */
  private Source result() {
    if (!Files.isRegularFile(run.resolve(RunFolder.RESULT))) {
      throw new NotchException(
          run + " holds no finished run; name the folder that the main job wrote, with run.json");
    }
    CompressionResult result = CompressionResult.read(run.resolve(RunFolder.RESULT));
    Path file = run.resolve(result.optimized().file().orElseThrow(this::nothingWritten));
    try {
      if (!Optional.of(Sha256.of(file)).equals(result.optimized().sha256())) {
        throw new NotchException(file + " is not what run.json says; run the main job again");
      }
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
    ImportedNetwork network = OnnxReader.read(file);
    return new Source(
        new ChosenNetwork(new OnnxFile(file), network.network(), Optional.of(network)),
        like(network),
        result.outcome().message(),
        Optional.of(file));
  }

  private void report(Format kind, String from, Comparison comparison) {
    // The layers may need a newer one than was asked for.
    Optional<Integer> version =
        kind == Format.ONNX
            ? Optional.of(OnnxReader.read(out).signature().opset())
            : Optional.empty();
    if (json.asked()) {
      Json.print(spec.commandLine().getOut(), written(kind, version, from, comparison));
    } else {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "wrote %s (%s%s); read again, its answers differ by %.1e of the largest%n",
              out,
              version.map(opset -> "opset " + opset + ", ").orElse(""),
              from,
              comparison.largest());
      spec.commandLine().getErr().flush();
    }
  }

  private Written written(
      Format kind, Optional<Integer> version, String from, Comparison comparison) {
    try {
      return new Written(
          out.toString(),
          Sha256.of(out),
          kind.name().toLowerCase(Locale.ROOT),
          version.orElse(null),
          from,
          comparison.differences());
    } catch (IOException e) {
      throw new NotchException("cannot read " + out + ": " + e.getMessage(), e);
    }
  }

  private NotchException nothingWritten() {
    return new NotchException(run + " holds no network");
  }
}
