package dev.notch.models.onnx.read;

import static dev.notch.models.onnx.read.HandMade.i;
import static dev.notch.models.onnx.read.HandMade.ints;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.notch.models.NotchException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attention as exporters spell it: the batch leaves its place and comes back. */
class AttentionTest {
  private static final int TOKENS = 5;
  private static final int HEADS = 3;
  private static final int WIDTH = 12;
  private static final int HEAD = WIDTH / HEADS;

  private static HandMade rows(int opset) {
    return new HandMade(31, opset, TOKENS, WIDTH);
  }

  /** {@code qkv.reshape(B, N, 3, H, D).permute(2, 0, 3, 1, 4)}, then one of each. */
  @Test
  void readsQueriesKeysAndValuesFromOneTensor() throws OrtException {
    HandMade g = rows(13);
    String all = node(g, "MatMul", "x", g.weights(WIDTH, 3 * WIDTH));
    String dealt = node(g, "Reshape", all, g.longs(0, TOKENS, 3, HEADS, HEAD));
    String parts = g.node("Transpose", List.of(dealt), ints("perm", 2, 0, 3, 1, 4));
    String q = g.node("Gather", List.of(parts, g.index(0)), i("axis", 0));
    String k = g.node("Gather", List.of(parts, g.index(1)), i("axis", 0));
    String last = node(g, "Slice", parts, g.longs(2), g.longs(3), g.longs(0));
    String v = node(g, "Squeeze", last, g.longs(0));
    String turned = g.node("Transpose", List.of(k), ints("perm", 0, 1, 3, 2));
    String scaled = node(g, "Mul", q, g.number(0.5));
    String weights = g.node("Softmax", List.of(node(g, "MatMul", scaled, turned)), i("axis", -1));
    String mixed =
        g.node("Transpose", List.of(node(g, "MatMul", weights, v)), ints("perm", 0, 2, 1, 3));
    String rows = node(g, "Reshape", mixed, g.longs(0, TOKENS, WIDTH));
    HandMadeOracle.check(g.output(node(g, "MatMul", rows, g.weights(WIDTH, 4))), "qkv", 32);
  }

  /** As {@code nn.MultiheadAttention}: tokens first, batch and heads in one axis. */
  @Test
  void readsTokensFirst() throws OrtException {
    HandMade g = rows(14);
    String x = g.node("Transpose", List.of("x"), ints("perm", 1, 0, 2));
    String shape = g.node("Shape", List.of(x));
    String batch = g.node("Gather", List.of(shape, g.index(1)));
    String both = node(g, "Unsqueeze", node(g, "Mul", batch, g.index(HEADS)), g.longs(0));
    String heads = concat(g, g.longs(TOKENS), both, g.longs(HEAD));
    String q = heads(g, x, heads);
    String k = g.node("Transpose", List.of(heads(g, x, heads)), ints("perm", 0, 2, 1));
    String v = heads(g, x, heads);
    String weights = g.node("Softmax", List.of(node(g, "MatMul", q, k)));
    String mixed =
        g.node("Transpose", List.of(node(g, "MatMul", weights, v)), ints("perm", 1, 0, 2));
    String rows = node(g, "Reshape", mixed, g.longs(-1, WIDTH));
    String out = node(g, "Gemm", rows, g.weights(WIDTH, WIDTH), g.weights(WIDTH));
    String tokens =
        node(g, "Reshape", out, concat(g, g.longs(TOKENS), first(g, batch), g.longs(WIDTH)));
    String sum = node(g, "Add", tokens, x);
    String normal =
        node(
            g,
            "BatchNormalization",
            g.node("Transpose", List.of(sum), ints("perm", 1, 2, 0)),
            g.positive(WIDTH),
            g.weights(WIDTH),
            g.weights(WIDTH),
            g.positive(WIDTH));
    HandMadeOracle.check(g.output(normal), "tokens first", 33);
  }

  /** The same for one image, whose number is nowhere to be seen. */
  @Test
  void readsTokensFirstForOneImage() throws OrtException {
    HandMade g = rows(13).fixed(1);
    String x = g.node("Transpose", List.of("x"), ints("perm", 1, 0, 2));
    String heads = g.longs(TOKENS, HEADS, HEAD);
    String q = heads(g, x, heads);
    String k = g.node("Transpose", List.of(heads(g, x, heads)), ints("perm", 0, 2, 1));
    String v = heads(g, x, heads);
    String weights = g.node("Softmax", List.of(node(g, "MatMul", q, k)));
    String mixed =
        g.node("Transpose", List.of(node(g, "MatMul", weights, v)), ints("perm", 1, 0, 2));
    String rows = node(g, "Reshape", mixed, g.longs(TOKENS, WIDTH));
    String out = node(g, "Gemm", rows, g.weights(WIDTH, WIDTH), g.weights(WIDTH));
    String tokens = node(g, "Reshape", out, g.longs(TOKENS, 1, WIDTH));
    String back = g.node("Transpose", List.of(tokens), ints("perm", 1, 0, 2));
    HandMadeOracle.check(g.output(node(g, "Add", back, "x")), 1, "one image", 34);
  }

  /** Norms spelled out over the last axis, tokens first. */
  @Test
  void readsSpelledOutNormsTokensFirst() throws OrtException {
    HandMade g = rows(17);
    String x = g.node("Transpose", List.of("x"), ints("perm", 1, 0, 2));
    String mean = g.node("ReduceMean", List.of(x), ints("axes", -1));
    String off = node(g, "Sub", x, mean);
    String variance =
        g.node("ReduceMean", List.of(node(g, "Pow", off, g.number(2))), ints("axes", 2));
    String root = node(g, "Sqrt", node(g, "Add", variance, g.number(1e-5)));
    String normal = node(g, "Mul", node(g, "Div", off, root), g.positive(WIDTH));
    String built = node(g, "LayerNormalization", normal, g.positive(WIDTH), g.weights(WIDTH));
    String half = g.nodes("Split", 2, List.of(built), i("axis", 2)).get(1);
    String joined = g.node("Concat", List.of(half, normal), i("axis", -1));
    String one = g.node("ReduceMean", List.of(joined), ints("axes", 0), i("keepdims", 0));
    HandMadeOracle.check(g.output(one), "norms", 35);
  }

  @Test
  void refusesWhatMixesImages() {
    HandMade softmax = rows(13);
    String x = softmax.node("Transpose", List.of("x"), ints("perm", 1, 0, 2));
    softmax.output(softmax.node("Softmax", List.of(x), i("axis", 1)));
    refuses(softmax, "works across the images of a batch");

    HandMade product = rows(13);
    String y = product.node("Transpose", List.of("x"), ints("perm", 1, 0, 2));
    String turned = product.node("Transpose", List.of("x"), ints("perm", 1, 2, 0));
    product.output(node(product, "MatMul", y, turned));
    refuses(product, "across the images of a batch");

    HandMade constant = rows(13);
    String z = constant.node("Transpose", List.of("x"), ints("perm", 1, 0, 2));
    constant.output(node(constant, "Add", z, constant.weights(2, 1)));
    refuses(constant, "differs from image to image");

    HandMade output = rows(13);
    output.output(output.node("Transpose", List.of("x"), ints("perm", 1, 0, 2)));
    refuses(output, "first axis is not the batch");
  }

  private static void refuses(HandMade g, String reason) {
    assertThatThrownBy(() -> ModelReader.read(g.bytes(), Path.of("attention.onnx")))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining(reason);
  }

  private static String heads(HandMade g, String x, String shape) {
    String product = node(g, "MatMul", x, g.weights(WIDTH, WIDTH));
    String biased = node(g, "Add", g.weights(WIDTH), product);
    return g.node("Transpose", List.of(node(g, "Reshape", biased, shape)), ints("perm", 1, 0, 2));
  }

  private static String first(HandMade g, String number) {
    return node(g, "Unsqueeze", number, g.longs(0));
  }

  private static String concat(HandMade g, String... parts) {
    return g.node("Concat", List.of(parts), i("axis", 0));
  }

  private static String node(HandMade g, String type, String... inputs) {
    return g.node(type, List.of(inputs));
  }
}
