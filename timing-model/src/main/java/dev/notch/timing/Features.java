package dev.notch.timing;

import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.timing.tree.Row;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.Schema.Variable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The only map from a layer configuration to numbers, for fitting and for predicting alike. Values
 * are 32-bit floats of 4 bytes.
 *
 * <p>Explanatory columns: million multiply-accumulates (of a pool: million values under its
 * windows), megabytes of memory traffic (inputs, output, and what is added or multiplied on the
 * way), megabytes of parameters, and the constant 1. Every view but the first counts them with the
 * channels rounded up to a multiple of 4, 8, 16 or 32, as vector lanes and blocked layouts do.
 */
public final class Features {
  private static final double MEGA = 1e6;
  private static final int BYTES = 4;
  private static final int[] BLOCKS = {1, 4, 8, 16, 32};

  private static final List<Variable> VARIABLES =
      List.of(
          new Variable("in", true),
          new Variable("out", true),
          new Variable("pixels", false),
          new Variable("width", true),
          new Variable("kernel_area", false),
          new Variable("kernel_width", false),
          new Variable("stride", false),
          new Variable("groups", false),
          new Variable("in/groups", true),
          new Variable("out/groups", true),
          new Variable("activation", false),
          new Variable("fused_add", false),
          new Variable("padding", false),
          new Variable("traffic_kb", false),
          new Variable("weights_kb", false),
          new Variable("dilation", false));

  private static final Schema SCHEMA =
      new Schema(
          VARIABLES,
          List.of("MMACs", "MB", "MB_parameters", "1"),
          IntStream.of(BLOCKS).mapToObj(b -> b == 1 ? "" : String.valueOf(b)).toList());

  private Features() {}

  public static Schema schema() {
    return SCHEMA;
  }

  /** The measured configuration as a row of the table that trees are grown from. */
  public static Row row(LayerConfig config, double ms) {
    return new Row(variables(config), explanatory(config), ms);
  }

  /**
   * What conditions ask about. {@code pixels} and {@code width} are those of the output, but of a
   * global pool those of the input: its output has none; {@code activation} is 0 without one, 1 for
   * ReLU, 2 for ReLU6, 3 for sigmoid, and so on in the order of {@link
   * dev.notch.models.graph.Layer.Activation.Function}.
   */
  public static double[] variables(LayerConfig c) {
    Shape output = c.output();
    Shape grid = c.kind() == OpKind.GLOBALPOOL ? c.input() : output;
    boolean joins = c.kind() == OpKind.ADD || c.kind() == OpKind.CONCAT;
    int parts = joins ? 1 : c.groups();
    return new double[] {
      c.in(),
      c.out(),
      grid.area(),
      grid.width(),
      c.window().kernelArea(),
      c.window().kernelWidth(),
      Math.max(c.window().strideHeight(), c.window().strideWidth()),
      c.groups(),
      c.in() / (double) parts,
      c.out() / (double) parts,
      c.fused().activation().map(f -> f.ordinal() + 1).orElse(0),
      c.fused().add() ? 1 : 0,
      padding(c.window()),
      Math.rint(traffic(c, c.in(), c.out(), output.area()) * BYTES / 1000),
      Math.rint(parameters(c, c.in(), c.out()) * BYTES / 1000),
      Math.max(c.window().dilationHeight(), c.window().dilationWidth())
    };
  }

  /** That of the side with most. */
  private static int padding(Window w) {
    return Math.max(Math.max(w.padTop(), w.padBottom()), Math.max(w.padLeft(), w.padRight()));
  }

  /** Megabytes of the weights of these steps together. */
  public static double weightsMb(List<LayerConfig> steps) {
    return steps.stream().mapToDouble(Features::weightsMb).sum();
  }

  /** Megabytes of a step's weights. */
  public static double weightsMb(LayerConfig c) {
    return parameters(c, c.in(), c.out()) * BYTES / MEGA;
  }

  /** What equations add up, view by view. */
  public static double[][] explanatory(LayerConfig config) {
    double[][] views = new double[BLOCKS.length][];
    for (int view = 0; view < BLOCKS.length; view++) {
      views[view] = explanatory(config, view);
    }
    return views;
  }

  /** What an equation in one view adds up. */
  static double[] explanatory(LayerConfig c, int view) {
    int block = BLOCKS[view];
    int area = c.output().area();
    int parts = c.kind() == OpKind.GROUPED ? c.groups() : 1;
    double in = roundUp(c.in() / parts, block) * parts;
    double out = roundUp(c.out() / parts, block) * parts;
    return new double[] {
      macs(c, in, out, area) / MEGA,
      traffic(c, in, out, area) * BYTES / MEGA,
      parameters(c, in, out) * BYTES / MEGA,
      1
    };
  }

  private static double roundUp(int channels, int block) {
    return Math.ceil(channels / (double) block) * block;
  }

  private static double macs(LayerConfig c, double in, double out, double area) {
    return switch (c.kind()) {
      case CONV2D, POINTWISE -> out * area * in * c.window().kernelArea();
      case TRANSPOSED -> // every value that is read is spread over the window
          in * c.input().area() * (out / c.groups()) * c.window().kernelArea();
      case MATMUL -> out * area * in;
      case GROUPED -> out * area * (in / c.groups()) * c.window().kernelArea();
      case DEPTHWISE, MAXPOOL, AVGPOOL -> out * area * c.window().kernelArea();
      case LINEAR -> in * out;
      default -> 0;
    };
  }

  /** Values read and written once. */
  private static double traffic(LayerConfig c, double in, double out, double area) {
    double input = in * c.height() * c.width();
    double output = c.kind() == OpKind.FLATTEN ? input : out * area;
    double fused = c.fused().add() ? output : 0;
    return fused
        + switch (c.kind()) {
          case ADD -> (c.groups() + 1) * output;
          case CONCAT -> 2 * output;
          case MULTIPLY -> input + in + output;
          case SLICE -> 2 * output;
          case MATMUL -> input + in * out * c.width() + output;
          default -> input + output;
        };
  }

  private static double parameters(LayerConfig c, double in, double out) {
    return switch (c.kind()) {
      case CONV2D, POINTWISE -> out * in * c.window().kernelArea() + out;
      case GROUPED, TRANSPOSED -> out * (in / c.groups()) * c.window().kernelArea() + out;
      case DEPTHWISE -> out * c.window().kernelArea() + out;
      case LINEAR -> in * out + out;
      case BATCHNORM -> 4 * out;
      default -> 0;
    };
  }
}
