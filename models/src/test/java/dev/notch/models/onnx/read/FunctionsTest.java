package dev.notch.models.onnx.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.notch.models.NotchException;
import dev.notch.models.graph.Layer.Activation;
import dev.notch.models.graph.Layer.Activation.Function;
import dev.notch.models.graph.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Functions that a file defines itself, as PyTorch's newer exporter writes them. */
class FunctionsTest {
  private static final String DOMAIN = "pkg.torch";

  @Test
  void takesFunctionsForWhatTheyAreMadeOf() throws IOException {
    FunctionProto silu =
        function("silu")
            .addNode(node("", "Sigmoid", "t", "self"))
            .addNode(node("", "Mul", "result", "self", "t"))
            .build();
    FunctionProto twice =
        function("twice")
            .addNode(node(DOMAIN, "silu", "t", "self"))
            .addNode(node(DOMAIN, "leaky", "result", "t").toBuilder().addAttribute(slope(0.25f)))
            .build();
    FunctionProto leaky =
        function("leaky")
            .addAttribute("slope")
            .addNode(
                node("", "LeakyRelu", "result", "self").toBuilder()
                    .addAttribute(
                        AttributeProto.newBuilder().setName("alpha").setRefAttrName("slope")))
            .build();
    Network network = read(model("twice", silu, twice, leaky));
    assertThat(network.nodes().stream().skip(1).map(n -> n.layer()))
        .containsExactly(
            new Activation(Function.SILU), new Activation(Function.LEAKY_RELU, 0.25, 0));
  }

  @Test
  void refusesFunctionsThatCallThemselves() {
    FunctionProto.Builder endless = function("endless");
    endless.addNode(node(DOMAIN, "endless", "t", "self"));
    endless.addNode(node(DOMAIN, "endless", "result", "t"));
    assertThatThrownBy(() -> read(model("endless", endless.build())))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("call one another too often");
  }

  /** Sixteen functions that each call the next one ten times. */
  @Test
  void refusesFunctionsThatGrowBeyondAllBounds() {
    FunctionProto[] all = new FunctionProto[15];
    for (int i = 0; i < all.length; i++) {
      FunctionProto.Builder each = function("f" + i);
      String callee = i == all.length - 1 ? "Relu" : "f" + (i + 1);
      for (int j = 0; j < 10; j++) {
        String domain = callee.equals("Relu") ? "" : DOMAIN;
        String output = j == 9 ? "result" : "t" + j;
        each.addNode(node(domain, callee, output, j == 0 ? "self" : "t" + (j - 1)));
      }
      all[i] = each.build();
    }
    assertThatThrownBy(() -> read(model("f0", all)))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("more than 50000 nodes");
  }

  private static FunctionProto.Builder function(String name) {
    return FunctionProto.newBuilder()
        .setDomain(DOMAIN)
        .setName(name)
        .addInput("self")
        .addOutput("result")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17));
  }

  private static AttributeProto slope(float value) {
    return HandMade.f("slope", value);
  }

  private static NodeProto node(String domain, String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setDomain(domain)
        .setOpType(type)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private static ModelProto model(String called, FunctionProto... functions) throws IOException {
    HandMade g = new HandMade(1, 17, 3, 4, 4);
    ModelProto.Builder model = ModelProto.parseFrom(g.output("y").bytes()).toBuilder();
    model.getGraphBuilder().addNode(node(DOMAIN, called, "y", "x"));
    return model.addAllFunctions(List.of(functions)).build();
  }

  private static Network read(ModelProto model) {
    return ModelReader.read(model.toByteArray(), Path.of("functions.onnx")).network();
  }
}
