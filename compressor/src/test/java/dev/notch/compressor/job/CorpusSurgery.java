package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.onnx.OnnxReader;
import dev.notch.models.onnx.OnnxSignature;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.ChannelScores;
import dev.notch.models.width.ChannelSelection;
import dev.notch.models.width.WidthPlan;
import dev.notch.profiler.onnx.ForeignModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A network from a file cut to a plan, against the whole one whose filters ignore what was cut. */
record CorpusSurgery(ImportedNetwork read, ChannelGroups groups, Path scratch) {
  private static final double EXACT = 1e-9;
  private static final double SINGLE = 1e-4;

  /** Masked networks are held to so many times what fusion alone changes of them. */
  private static final double NOISES = 10;

  /** Outputs that differ less for two images say little. */
  private static final double MUTE = 1e-6;

  /**
   * @param exact difference in double precision, of the largest value
   * @param runtime the same in ONNX Runtime
   * @param mute whether the masked network answers two images alike
   */
  record Found(double exact, double runtime, boolean mute, List<String> problems) {}

  Found cut(WidthPlan plan, long seed) {
    Network network = groups.network();
    ChannelSelection selection = ChannelSelection.of(network, groups, plan, scores(network, seed));
    Weighted masked = new Weighted(network, selection.mask(read.weights()));
    Weighted sliced = new Weighted(selection.narrow(), selection.slice(read.weights()));
    List<String> problems = new ArrayList<>();
    problems.addAll(changed(sliced));
    double exact = exact(masked, sliced);
    if (!(exact <= EXACT)) {
      problems.add("plan %d: surgery differs from masking by %s".formatted(seed, exact));
    }
    Deployed runtime = runtime(masked, sliced);
    if (!(runtime.difference() <= runtime.allowed())) {
      problems.add(
          "plan %d: in ONNX Runtime surgery differs from masking by %s, allowed are %s"
              .formatted(seed, runtime.difference(), runtime.allowed()));
    }
    return new Found(exact, runtime.difference(), runtime.mute(), problems);
  }

  private static ChannelScores scores(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    Map<Integer, double[]> scores = new HashMap<>();
    for (Node node : network.nodes()) {
      scores.put(node.id(), random.doubles(network.shape(node.id()).channels()).toArray());
    }
    return new ChannelScores(scores);
  }

  /** Layers that read and put out all of their channels, but have other weights now. */
  private List<String> changed(Weighted sliced) {
    List<String> changed = new ArrayList<>();
    for (Node node : groups.network().nodes()) {
      if (keepsChannels(node.id(), sliced.network())
          && node.inputs().stream().allMatch(id -> keepsChannels(id, sliced.network()))) {
        Weights.shapes(node).keySet().stream()
            .filter(name -> !alike(read.weights(), sliced.weights(), name))
            .forEach(name -> changed.add(name + " changed, though nothing there was cut"));
      }
    }
    return changed;
  }

  private boolean keepsChannels(int id, Network narrow) {
    return narrow.shape(id).equals(groups.network().shape(id));
  }

  /** Bit for bit. */
  private static boolean alike(Weights before, Weights after, String name) {
    return Arrays.equals(before.get(name).shape(), after.get(name).shape())
        && Arrays.equals(before.get(name).data(), after.get(name).data());
  }

  // Double precision

  private double exact(Weighted masked, Weighted sliced) {
    Shape shape = masked.network().inputShape();
    float[] image = Equality.planes(new Equality(Optional.empty()).images(shape).get(0), shape);
    double[] wide = new double[image.length];
    Arrays.setAll(wide, i -> image[i]);
    return differenceOf(outputs(masked, wide), outputs(sliced, wide));
  }

  private static double differenceOf(List<double[]> wanted, List<double[]> got) {
    double worst = 0;
    for (int output = 0; output < wanted.size(); output++) {
      double largest = Double.MIN_NORMAL;
      double off = 0;
      for (int i = 0; i < wanted.get(output).length; i++) {
        largest = Math.max(largest, Math.abs(wanted.get(output)[i]));
        off = Math.max(off, Math.abs(wanted.get(output)[i] - got.get(output)[i]));
      }
      worst = Math.max(worst, off / largest);
    }
    return worst;
  }

  private static List<double[]> outputs(Weighted network, double[] image) {
    try (Inference inference = Inference.exact(network.network(), network.weights())) {
      return inference.outputs(image);
    }
  }

  // ONNX Runtime

  private record Deployed(double difference, double allowed, boolean mute) {}

  private Deployed runtime(Weighted masked, Weighted sliced) {
    Path whole = scratch.resolve("masked.onnx");
    Path narrow = scratch.resolve("narrow.onnx");
    OnnxWriter.write(masked.network(), masked.weights(), options(), whole);
    OnnxWriter.write(sliced.network(), sliced.weights(), options(), narrow);
    new Equality(Optional.empty()).written(narrow, sliced, options());
    List<List<float[]>> expected = answers(whole, true);
    double difference = difference(expected, answers(narrow, true));
    double noise = difference <= SINGLE ? 0 : difference(expected, answers(whole, false));
    boolean mute =
        !(Closeness.difference(groups.network(), expected.get(0), expected.get(1)) > MUTE);
    return new Deployed(difference, Math.max(SINGLE, NOISES * noise), mute);
  }

  /** What takes the file's place, but in single precision throughout. */
  private OnnxOptions options() {
    return read.signature().half() ? OnnxOptions.DEFAULT : OnnxOptions.like(read.signature());
  }

  private double difference(List<List<float[]>> wanted, List<List<float[]>> got) {
    double worst = 0;
    for (int image = 0; image < wanted.size(); image++) {
      double difference = Closeness.difference(groups.network(), wanted.get(image), got.get(image));
      worst = difference <= worst ? worst : difference;
    }
    return worst;
  }

  /** Image by image. */
  private List<List<float[]>> answers(Path model, boolean optimized) {
    Shape shape = groups.network().inputShape();
    OnnxSignature signature = OnnxReader.read(model).signature();
    List<Integer> dims = signature.input().dims();
    List<List<float[]>> answers = new ArrayList<>();
    try (ForeignModel runtime =
        optimized ? new ForeignModel(model, dims, 1) : ForeignModel.unoptimized(model, dims, 1)) {
      for (float[] image : new Equality(Optional.empty()).images(shape)) {
        answers.add(Equality.answers(runtime, signature, image, shape));
      }
    }
    return answers;
  }
}
