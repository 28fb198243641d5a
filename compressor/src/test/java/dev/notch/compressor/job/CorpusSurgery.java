package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.models.djl.Inference;
import dev.notch.models.graph.FreeLayer.Binary;
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
import java.util.stream.IntStream;

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
    double exact = exact(smooth(masked), smooth(sliced));
    if (!(exact <= EXACT)) {
      problems.add("plan %d: surgery differs from masking by %s".formatted(seed, exact));
    }
    Deployed runtime = runtime(masked, sliced);
    if (!runtime.close()) {
      problems.add(
          "plan %d: in ONNX Runtime surgery differs from masking by %s"
              .formatted(seed, runtime.difference()));
    }
    return new Found(exact, runtime.difference(), runtime.mute(), problems);
  }

  private static ChannelScores scores(Network network, long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    Map<Integer, double[]> scores = new HashMap<>();
    for (Node node : network.nodes()) {
      scores.put(node.id(), random.doubles(network.channels(node.id())).toArray());
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
    return Equality.largest(
        Closeness.differencesOfDoubles(
            masked.network(), outputs(masked, wide), outputs(sliced, wide)));
  }

  private static List<double[]> outputs(Weighted network, double[] image) {
    try (Inference inference = Inference.exact(network.network(), network.weights())) {
      return inference.outputs(image);
    }
  }

  // ONNX Runtime

  private record Deployed(double difference, boolean close, boolean mute) {}

  private Deployed runtime(Weighted masked, Weighted sliced) {
    Path whole = scratch.resolve("masked.onnx");
    Path narrow = scratch.resolve("narrow.onnx");
    write(sliced, narrow);
    new Equality(Optional.empty()).written(narrow, sliced, options());
    write(smooth(masked), whole);
    write(smooth(sliced), narrow);
    List<List<float[]>> expected = answers(whole, true);
    double[] differences = differences(expected, answers(narrow, true));
    double largest = Equality.largest(differences);
    boolean close =
        largest <= SINGLE || isNoise(differences, differences(expected, answers(whole, false)));
    double[] apart =
        Closeness.differences(smooth(groups.network()), expected.get(0), expected.get(1));
    return new Deployed(largest, close, !(Equality.largest(apart) > MUTE));
  }

  private void write(Weighted network, Path to) {
    OnnxWriter.write(network.network(), network.weights(), options(), to);
  }

  /** Adds where a network compares: rounding decides comparisons of numbers that are all alike. */
  private static Weighted smooth(Weighted network) {
    return new Weighted(smooth(network.network()), network.weights());
  }

  private static Network smooth(Network network) {
    List<Node> nodes =
        network.nodes().stream()
            .map(
                node ->
                    node.layer() instanceof Binary compare && compare.op().compares()
                        ? new Node(node.id(), node.name(), sum(compare), node.inputs())
                        : node)
            .toList();
    return new Network(network.name(), nodes, network.outputs());
  }

  private static Binary sum(Binary compare) {
    return new Binary(Binary.Op.ADD, compare.left(), compare.right());
  }

  private static boolean isNoise(double[] differences, double[] noise) {
    return IntStream.range(0, noise.length)
        .allMatch(i -> differences[i] <= Math.max(SINGLE, NOISES * noise[i]));
  }

  /** What takes the file's place, but in single precision throughout. */
  private OnnxOptions options() {
    return read.signature().half() ? OnnxOptions.DEFAULT : OnnxOptions.like(read.signature());
  }

  private double[] differences(List<List<float[]>> wanted, List<List<float[]>> got) {
    return IntStream.range(0, wanted.size())
        .mapToObj(i -> Closeness.differences(smooth(groups.network()), wanted.get(i), got.get(i)))
        .reduce(new double[groups.network().outputs().size()], Closeness::larger);
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
