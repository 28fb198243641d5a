package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.notch.models.NotchException;
import dev.notch.models.graph.ImageSize;
import dev.notch.models.graph.Network;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxSignature;
import dev.notch.models.weights.Weights;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a model from beginning to end. */
public final class ModelReader {
  private static final int OLDEST_OPSET = 7;
  private static final int NEWEST_OPSET = 26;
  private static final String NETWORK_NAME = "notch.network";

  private final Path file;
  private final ByteBuffer bytes;
  private final Optional<ImageSize> image;

  private ModelReader(Path file, ByteBuffer bytes, Optional<ImageSize> image) {
    this.file = file;
    this.bytes = bytes;
    this.image = image;
  }

  /**
   * @param image the size of images if the file leaves it open
   * @throws NotchException if it is no file that can be read; one line that says why
   */
  public static ImportedNetwork read(Path file, Optional<ImageSize> image) {
    return new ModelReader(file, ModelFile.map(file), image).read();
  }

  /** Reads bytes as if they were in that file. */
  static ImportedNetwork read(byte[] bytes, Path file) {
    return new ModelReader(file, ByteBuffer.wrap(bytes), Optional.empty()).read();
  }

  private ImportedNetwork read() {
    try {
      return readModel();
    } catch (UnsupportedNodeException
        | Reading.UnknownInputException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw new NotchException(
          file + " cannot be represented: " + Text.shown(e.getMessage()) + "; export it again", e);
    }
  }

  private ImportedNetwork readModel() {
    ModelProto model = ModelFile.parse(bytes, file);
    if (!model.hasGraph()) {
      throw new NotchException(file + " is no ONNX model: it has no graph");
    }
    Budget budget = new Budget(file.toString(), bytes.limit());
    int opset = opset(model);
    List<Op> ops = Inlining.ops(model, opset, file);
    SourceGraph source = SourceGraph.of(model.getGraph(), ops, file);
    Assembly net = new Assembly(file.toString());
    InputPort input = InputPort.of(source.input(), image, file);
    Reading reading =
        new Reading(net, new StoredTensors(file, budget), budget, source, input.batch());
    reading.put(source.input().getName(), input.add(net));
    readOps(source, reading);
    OutputPorts outputs = OutputPorts.of(source, reading, file);
    Tidying tidy = new Tidying(net, outputs.nodes(), budget);
    Map<String, String> metadata = Signatures.metadata(model);
    Network network = network(tidy, metadata);
    OnnxSignature signature = Signatures.of(model, opset, input, outputs.ports(), source, metadata);
    return new ImportedNetwork(network, new Weights(tidy.weights()), signature);
  }

  private Network network(Tidying tidy, Map<String, String> metadata) {
    String name = metadata.getOrDefault(NETWORK_NAME, stem());
    if (tidy.nodes().size() < 2) {
      throw new NotchException(file + " is not usable: its network has no layers");
    }
    return new Network(new Names().unique(name), tidy.nodes(), tidy.outputs());
  }

  private String stem() {
    return String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
  }

  private int opset(ModelProto model) {
    for (OperatorSetIdProto set : model.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        long version = set.getVersion();
        if (version < OLDEST_OPSET || version > NEWEST_OPSET) {
          throw new NotchException(
              file
                  + " uses opset "
                  + version
                  + "; versions from "
                  + OLDEST_OPSET
                  + " to "
                  + NEWEST_OPSET
                  + " are supported: export it with opset 17");
        }
        return (int) version;
      }
    }
    throw new NotchException(file + " does not say which opset it uses; export it again");
  }

  private void readOps(SourceGraph source, Reading reading) {
    Problems problems = new Problems(file.toString());
    Operators operators = new Operators();
    for (Op op : source.ops()) {
      try {
        operators.read(op, reading);
        reading.requireKnown(op);
      } catch (Reading.UnknownInputException e) {
        if (!operators.knows(op)) {
          problems.add(op, "there is no layer for this operator");
        }
        op.outputs().forEach(reading::putUnknown);
      } catch (UnsupportedNodeException | IllegalArgumentException | ArithmeticException e) {
        problems.add(op, String.valueOf(e.getMessage()));
        op.outputs().forEach(reading::putUnknown);
      }
    }
    problems.report();
  }
}
