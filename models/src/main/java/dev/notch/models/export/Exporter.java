package dev.notch.models.export;

import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import dev.notch.models.djl.TorchScriptFile;
import dev.notch.models.files.AtomicFile;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.onnx.OnnxReader;
import dev.notch.models.onnx.OnnxSignature;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.torchscript.TorchScriptWriter;
import dev.notch.models.weights.Safetensors;
import dev.notch.models.weights.Safetensors.Precision;
import dev.notch.models.weights.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Writes a network, reads the file again and compares the answers of the two. Half precision is
 * compared with its weights rounded and the arithmetic in single precision.
 */
public final class Exporter {
  private final Network network;
  private final Weights weights;
  private final OnnxOptions options;

  /**
   * @param options of ONNX files; their metadata and whether to write half precision apply to all
   *     formats
   */
  public Exporter(Network network, Weights weights, OnnxOptions options) {
    this.network = network;
    this.weights = weights;
    this.options = options;
  }

  /**
   * Writes a file that answers as the network does.
   *
   * @throws NotchException if it cannot be written, or cannot be read again, or does not answer as
   *     the network does: then it is removed
   */
  public Comparison write(Format format, Path file) {
    float[] images = Comparison.images(network);
    List<float[]> expected = Comparison.answers(network, weights, images);
    return check(file, () -> Comparison.of(expected, writeAndAnswer(format, file, images)));
  }

  /**
   * Writes an ONNX file that holds the network already, byte for byte.
   *
   * @throws NotchException as above
   */
  public Comparison copy(Path from, Path file) {
    float[] images = Comparison.images(network);
    List<float[]> expected = Comparison.answers(network, weights, images);
    try {
      AtomicFile.write(file, Files.readAllBytes(from));
    } catch (IOException e) {
      throw new NotchException("cannot read " + from + ": " + e.getMessage(), e);
    }
    return check(file, () -> Comparison.of(expected, readAndAnswer(file, images)));
  }

  private Comparison check(Path file, Supplier<Comparison> written) {
    boolean kept = false;
    try {
      Comparison comparison = written.get();
      comparison.require(options.half(), file.toString());
      kept = true;
      return comparison;
    } finally {
      if (!kept) {
        remove(file);
      }
    }
  }

  private List<float[]> writeAndAnswer(Format format, Path file, float[] images) {
    return switch (format) {
      case ONNX -> onnx(file, images);
      case SAFETENSORS -> safetensors(file, images);
      case TORCHSCRIPT -> torchScript(file, images);
    };
  }

  private List<float[]> onnx(Path file, float[] images) {
    OnnxWriter.write(network, weights, options, file);
    return readAndAnswer(file, images);
  }

  private static List<float[]> readAndAnswer(Path file, float[] images) {
    ImportedNetwork read = OnnxReader.read(file);
    return Comparison.answers(read.network(), read.weights(), images);
  }

  private List<float[]> safetensors(Path file, float[] images) {
    Map<String, String> metadata = new TreeMap<>(options.metadata());
    metadata.put("notch.version", ToolVersion.version());
    metadata.put("notch.network", network.name());
    Safetensors.write(file, weights, options.half() ? Precision.F16 : Precision.F32, metadata);
    Weights read = Safetensors.read(file).weights();
    read.verifyFor(network);
    return Comparison.answers(network, read, images);
  }

  private List<float[]> torchScript(Path file, float[] images) {
    if (options.half()) {
      throw new NotchException(
          "TorchScript is written in single precision only: leave half precision out, or write"
              + " ONNX");
    }
    TorchScriptWriter.write(network, weights, options.signature(), options.metadata(), file);
    boolean last = options.signature().map(OnnxSignature::channelsLast).orElse(false);
    Shape image = network.inputShape();
    List<Integer> dims =
        options
            .signature()
            .map(signature -> signature.input().dims())
            .orElse(List.of(image.channels(), image.height(), image.width()));
    long[] shape =
        LongStream.concat(
                LongStream.of(images.length / image.size()),
                dims.stream().mapToLong(Integer::longValue))
            .toArray();
    try (TorchScriptFile read = new TorchScriptFile(file)) {
      return read.outputs(last ? images : Comparison.channelsFirst(images, image), shape);
    }
  }

  private static void remove(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
