package dev.notch.compressor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.notch.models.NotchException;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Layer.Pool;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer.Pad;
import dev.notch.models.graph.Window;
import dev.notch.models.onnx.OnnxReader;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EqualityTest {
  private static final Shape IMAGE = new Shape(3, 8, 8);
  private final Equality equality = new Equality(Optional.empty());
  @TempDir private Path folder;

  @Test
  void saysWhereOnnxRuntimeFusesWrongly() throws IOException {
    NetworkBuilder b = new NetworkBuilder(IMAGE);
    int x = b.add("pad", new Pad(1, 1, 1, 1, Pad.Mode.CONSTANT, 0), b.input());
    b.add("pool", new Pool(Pool.Kind.MAX, Window.square(2, 2, 0), false), x);
    Path file = folder.resolve("padded.onnx");
    OnnxWriter.write(b.build("padded"), new Weights(Map.of()), file);
    assertThat(equality.original(file, OnnxReader.read(file))).isZero();

    Files.write(file, withoutAxes(ModelProto.parseFrom(Files.readAllBytes(file))).toByteArray());

    assertThatThrownBy(() -> equality.original(file, OnnxReader.read(file)))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("padded.onnx: ONNX Runtime fuses layers of it wrongly")
        .hasMessageContaining("0e+00 without fusion")
        .hasMessageContaining("let the pool itself pad");
  }

  /** The padding as others write it, of all axes. */
  private static ModelProto withoutAxes(ModelProto model) {
    ModelProto.Builder changed = model.toBuilder();
    GraphProto.Builder graph = changed.getGraphBuilder();
    NodeProto.Builder pad = graph.getNodeBuilder(0);
    assertThat(pad.getOpType()).isEqualTo("Pad");
    pad.clearInput().addAllInput(model.getGraph().getNode(0).getInputList().subList(0, 3));
    graph.getInitializerBuilderList().stream()
        .filter(tensor -> tensor.getName().equals(pad.getInput(1)))
        .forEach(tensor -> tensor.clearDims().addDims(8).setRawData(longs(0, 0, 1, 1, 0, 0, 1, 1)));
    return changed.build();
  }

  private static ByteString longs(long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    LongStream.of(values).forEach(bytes::putLong);
    return ByteString.copyFrom(bytes.flip());
  }

  /** ONNX Runtime's sigmoid is up to 1.4e-7 off. */
  @Test
  void countsSmallProbabilitiesAsOnnxRuntimeRoundsThem() {
    NetworkBuilder b = new NetworkBuilder(IMAGE);
    int x = b.conv(b.input(), 4, Window.square(3, 1, 1), 1, true);
    b.activation(x, Function.SIGMOID);
    Network network = b.build("detector");
    Map<String, Tensor> tensors = new HashMap<>(Initializer.scattered(network, 1).tensors());
    float[] bias = new float[4];
    Arrays.fill(bias, -16);
    String name = network.node(x).name() + ".bias";
    assertThat(tensors).containsKey(name);
    tensors.put(name, new Tensor(new int[] {4}, bias));
    Path file = folder.resolve("detector.onnx");
    OnnxWriter.write(network, new Weights(tensors), file);

    assertThat(equality.original(file, OnnxReader.read(file))).isLessThan(1e-4);
  }
}
