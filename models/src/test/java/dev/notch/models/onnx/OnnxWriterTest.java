package dev.notch.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OrtException;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import dev.notch.models.graph.Layer.Dropout;
import dev.notch.models.graph.Layer.Flatten;
import dev.notch.models.graph.Layer.GlobalPool;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.onnx.OnnxOptions.Batch;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import dev.notch.models.zoo.Zoo;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxWriterTest {
  private static final Shape IMAGE = new Shape(3, 32, 32);
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mobilenetv2", "shufflenetv2", "seresnet50", "vgg16"})
  void tensorsAreNamedAfterTheLayersThatPutThemOut(String name) throws IOException {
    Network network = Zoo.build(name, 10, IMAGE);
    GraphProto graph = graph(network);
    Set<String> layers = network.nodes().stream().map(Node::name).collect(Collectors.toSet());

    assertThat(graph.getInput(0).getName()).isEqualTo("input");
    assertThat(graph.getOutput(0).getName()).isEqualTo("logits");
    assertThat(graph.getNodeList().get(graph.getNodeCount() - 1).getOutput(0)).isEqualTo("logits");
    graph.getNodeList().stream()
        .flatMap(node -> Stream.concat(Stream.of(node.getName()), node.getOutputList().stream()))
        .filter(tensor -> !tensor.equals("logits"))
        .map(tensor -> tensor.replaceAll("/.*", ""))
        .forEach(tensor -> assertThat(layers).contains(tensor));
    assertThat(operators(graph)).doesNotContain("BatchNormalization", "Dropout", "Identity");
  }

  @Test
  void aFoldedNormLeavesItsNameToTheOutput() throws IOException {
    GraphProto graph = graph(Zoo.build("resnet50", 10, IMAGE));
    NodeProto conv = node(graph, "stage2.unit1.conv");
    assertThat(conv.getOpType()).isEqualTo("Conv");
    assertThat(conv.getOutputList()).containsExactly("stage2.unit1.bn");
    assertThat(conv.getInputList())
        .containsExactly("stem.relu", "stage2.unit1.conv.weight", "stage2.unit1.conv.bias");
    assertThat(node(graph, "stage2.unit1.relu").getInputList()).containsExactly("stage2.unit1.bn");
  }

  @Test
  void splitsIntoSlicesByOneOperator() throws IOException {
    GraphProto graph = graph(Zoo.build("shufflenetv2", 10, IMAGE));
    NodeProto split = node(graph, "stage2.unit2.split");
    assertThat(split.getOpType()).isEqualTo("Split");
    assertThat(split.getOutputList()).containsExactly("stage2.unit2.slice", "stage2.unit2.slice2");
    assertThat(operators(graph)).filteredOn("Split"::equals).hasSize(13);
    assertThat(operators(graph)).filteredOn("Transpose"::equals).hasSize(16);
  }

  @Test
  void weightsWithoutANormStayAsTheyAre() throws IOException {
    Network network = Zoo.build("vgg16", 10, IMAGE);
    Weights weights = Initializer.scattered(network, 3);
    ModelProto model = ModelProto.parseFrom(OnnxWriter.toBytes(network, weights));
    TensorProto stored =
        model.getGraph().getInitializerList().stream()
            .filter(tensor -> tensor.getName().equals("head.linear3.weight"))
            .findFirst()
            .orElseThrow();
    float[] values = new float[10 * 4096];
    stored
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    assertThat(stored.getDimsList()).containsExactly(10L, 4096L);
    assertThat(values).isEqualTo(weights.get("head.linear3.weight").data());
  }

  @Test
  void saysWhereItComesFrom() throws IOException {
    Network network = Zoo.build("mobilenet", 10, IMAGE);
    OnnxOptions options = OnnxOptions.DEFAULT.withMetadata(Map.of("notch.seed", "42"));
    byte[] bytes = OnnxWriter.toBytes(network, Initializer.initialize(network, 1), options);
    ModelProto model = ModelProto.parseFrom(bytes);
    assertThat(model.getProducerName()).isEqualTo("notch");
    assertThat(model.getProducerVersion()).isEqualTo(ToolVersion.version());
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(17);
    assertThat(model.getMetadataPropsList())
        .extracting(StringStringEntryProto::getKey, StringStringEntryProto::getValue)
        .containsExactly(
            tuple("notch.format", "1"),
            tuple("notch.version", ToolVersion.version()),
            tuple("notch.network", "mobilenet"),
            tuple("notch.seed", "42"));
  }

  @Test
  void writesTheSameBytesTwice() throws IOException {
    Network network = Zoo.build("shufflenet", 10, IMAGE);
    byte[] bytes = OnnxWriter.toBytes(network, Initializer.scattered(network, 5));
    Path file = folder.resolve("deep/er/model.onnx");
    OnnxWriter.write(network, Initializer.scattered(network, 5), file);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void fixesTheBatchOnRequest() throws OrtException {
    Network network = Zoo.build("mobilenetv2", 10, IMAGE);
    Weights weights = Initializer.initialize(network, 1);
    assertThat(Ort.inputShape(OnnxWriter.toBytes(network, weights))).containsExactly(-1, 3, 32, 32);
    OnnxOptions one = OnnxOptions.DEFAULT.withBatch(Batch.ONE);
    assertThat(Ort.inputShape(OnnxWriter.toBytes(network, weights, one)))
        .containsExactly(1, 3, 32, 32);
  }

  @Test
  void refusesAFolder() {
    Network network = Zoo.build("mobilenet", 10, IMAGE);
    Weights weights = Initializer.initialize(network, 1);
    assertThatExceptionOfType(NotchException.class)
        .isThrownBy(() -> OnnxWriter.write(network, weights, folder))
        .withMessageContaining("cannot write " + folder);
  }

  @Test
  void refusesWeightsOfAnotherNetwork() {
    Network network = Zoo.build("mobilenet", 10, IMAGE);
    Weights other = Initializer.initialize(Zoo.build("mobilenet", 11, IMAGE), 1);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> OnnxWriter.toBytes(network, other))
        .withMessageContaining("head.linear.weight");
  }

  @Test
  void aLayerNamedLikeTheOutputIsNotTheOutput() throws IOException {
    List<Node> nodes =
        List.of(
            new Node(0, "input", new Input(IMAGE), List.of()),
            new Node(1, "logits", new GlobalPool(), List.of(0)),
            new Node(2, "flatten", new Flatten(), List.of(1)));
    GraphProto graph = graph(new Network("odd", nodes));
    assertThat(node(graph, "logits").getOutputList()).containsExactly("logits/inner");
    assertThat(node(graph, "flatten").getOutputList()).containsExactly("logits");
  }

  @Test
  void dropoutAtTheEndStillPutsOutLogits() throws IOException, OrtException {
    NetworkBuilder builder = new NetworkBuilder(new Shape(2, 3, 3));
    builder.dropout(builder.linear(builder.globalPool(0), 2), 0.5, false);
    Network network = builder.build("odd");
    assertThat(network.output().layer()).isInstanceOf(Dropout.class);
    Weights weights = Initializer.initialize(network, 1);
    float[] images = Pictures.random(new Shape(2, 3, 3), 3, 1);
    assertThat(Ort.run(OnnxWriter.toBytes(network, weights), images, new Shape(2, 3, 3)))
        .hasSize(6);
    assertThat(operators(graph(network))).last().isEqualTo("Identity");
  }

  @Test
  void vectorsAtTheEndAreFlattenedButMapsAreNot() throws IOException {
    NetworkBuilder map = new NetworkBuilder(new Shape(2, 3, 3));
    map.conv(map.input(), 4, Window.same(1, 1), 1, true);
    assertThat(operators(graph(map.build("odd")))).containsExactly("Conv");
    NetworkBuilder builder = new NetworkBuilder(new Shape(2, 3, 3));
    builder.conv(builder.globalPool(0), 4, Window.same(1, 1), 1, true);
    assertThat(operators(graph(builder.build("odd"))))
        .containsExactly("GlobalAveragePool", "Conv", "Flatten");
  }

  private static GraphProto graph(Network network) throws InvalidProtocolBufferException {
    byte[] bytes = OnnxWriter.toBytes(network, Initializer.initialize(network, 1));
    return ModelProto.parseFrom(bytes).getGraph();
  }

  private static List<String> operators(GraphProto graph) {
    return graph.getNodeList().stream().map(NodeProto::getOpType).toList();
  }

  private static NodeProto node(GraphProto graph, String name) {
    return graph.getNodeList().stream()
        .filter(node -> node.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no operator " + name));
  }
}
