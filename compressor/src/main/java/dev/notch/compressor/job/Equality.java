package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.models.NotchException;
import dev.notch.models.data.Batches;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.Images;
import dev.notch.models.djl.Inference;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.onnx.OnnxReader;
import dev.notch.models.onnx.OnnxSignature;
import dev.notch.profiler.onnx.ForeignModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Holds files against networks: both must compute the same. */
record Equality(Optional<DataSet> pictures) {
  /** Largest difference of an output over its largest value; both count in single precision. */
  private static final double SINGLE = 1e-4;

  /** A runtime that rounds between layers to eleven bits. */
  private static final double HALF = 2e-2;

  /** A network that rounding alone changes more than that is held to what rounding does to it. */
  private static final double NOISES = 10;

  /** Where comparisons decide whether a value is there, rounding decides about some. */
  private static final double JUMPS = 0.1;

  /** But this far off is another network. */
  private static final double TOLERATED = 1e-2;

  private static final int IMAGES = 2;
  private static final long SEED = 1;

  /**
   * The file as ONNX Runtime executes it against the network that was read from it.
   *
   * @return the largest relative difference
   * @throws NotchException if they differ
   */
  double original(Path file, ImportedNetwork read) {
    OnnxSignature signature = read.signature();
    Weighted network = new Weighted(read.network(), read.weights());
    double[] differences = runtime(file, signature, network);
    if (!isClose(file, signature, network.network(), differences)) {
      throw new NotchException(complaint(file, signature, network, largest(differences)));
    }
    return largest(differences);
  }

  private String complaint(
      Path file, OnnxSignature signature, Weighted network, double difference) {
    double plain =
        largest(
            against(
                ForeignModel.unoptimized(file, signature.input().dims(), 1), signature, network));
    return plain <= usual(signature)
        ? String.format(
            Locale.ROOT,
            "%s: ONNX Runtime fuses layers of it wrongly: its outputs are then off by %.1e of the"
                + " largest, by %.0e without fusion; it cannot be narrowed. Zeros that are padded"
                + " before a max pool are such a case: let the pool itself pad, or pad behind a ReLU",
            file,
            difference,
            plain)
        : String.format(
            Locale.ROOT,
            "%s: what was read from it differs from the file in ONNX Runtime by %.1e of the largest"
                + " output, more than %.0e; it cannot be narrowed: please report it",
            file,
            difference,
            usual(signature));
  }

  /**
   * A file that was written, as ONNX Runtime executes it, against the network that is in it.
   *
   * @return the largest relative difference
   * @throws NotchException if they differ, or the file does not look from outside as it was to
   */
  double written(Path file, Weighted network, OnnxOptions options) {
    OnnxSignature signature = OnnxReader.read(file).signature();
    options.signature().ifPresent(original -> requireAlike(file, original, signature));
    double[] differences = runtime(file, signature, network);
    if (!isClose(file, signature, network.network(), differences)) {
      throw new NotchException(
          String.format(
              Locale.ROOT,
              "%s differs in ONNX Runtime from the network in it by %.1e of the largest output",
              file,
              largest(differences)));
    }
    return largest(differences);
  }

  private boolean isClose(
      Path file, OnnxSignature signature, Network network, double[] differences) {
    double[] usual = new double[differences.length];
    Arrays.setAll(usual, i -> Closeness.jumps(network, i) ? JUMPS : usual(signature));
    if (IntStream.range(0, usual.length).allMatch(i -> differences[i] <= usual[i])) {
      return true;
    }
    double[] noise = ownNoise(file, signature, network);
    return IntStream.range(0, usual.length)
        .allMatch(i -> differences[i] <= Math.max(usual[i], bound(network, i, noise[i])));
  }

  private static double bound(Network network, int place, double noise) {
    double bound = NOISES * noise;
    return Closeness.jumps(network, place) ? bound : Math.min(TOLERATED, bound);
  }

  private static double usual(OnnxSignature signature) {
    return signature.half() ? HALF : SINGLE;
  }

  /** NaN if one of them is. */
  static double largest(double[] differences) {
    return Arrays.stream(differences).reduce(0, Math::max);
  }

  private static void requireAlike(Path file, OnnxSignature original, OnnxSignature written) {
    if (!written.input().equals(original.input())
        || !written.outputs().equals(original.outputs())) {
      throw new NotchException(
          "%s takes %s and puts out %s, the original %s and %s"
              .formatted(
                  file, written.input(), written.outputs(), original.input(), original.outputs()));
    }
  }

  private double[] runtime(Path file, OnnxSignature signature, Weighted network) {
    return against(new ForeignModel(file, signature.input().dims(), 1), signature, network);
  }

  private double[] against(ForeignModel opened, OnnxSignature signature, Weighted weighted) {
    Network network = weighted.network();
    try (ForeignModel model = opened;
        Inference inference = new Inference(network, weighted.weights())) {
      return overImages(
          network,
          image ->
              Closeness.differences(
                  network,
                  inference.outputs(image),
                  answers(model, signature, image, network.inputShape())));
    }
  }

  /** How far ONNX Runtime is from itself when it fuses nothing. */
  private double[] ownNoise(Path file, OnnxSignature signature, Network network) {
    List<Integer> dims = signature.input().dims();
    Shape shape = network.inputShape();
    try (ForeignModel fused = new ForeignModel(file, dims, 1);
        ForeignModel plain = ForeignModel.unoptimized(file, dims, 1)) {
      return overImages(
          network,
          image ->
              Closeness.differences(
                  network,
                  answers(fused, signature, image, shape),
                  answers(plain, signature, image, shape)));
    }
  }

  private double[] overImages(Network network, Function<float[], double[]> differences) {
    return images(network.inputShape()).stream()
        .map(differences)
        .reduce(new double[network.outputs().size()], Closeness::larger);
  }

  /** What the file puts out for an image with the channels last. */
  static List<float[]> answers(
      ForeignModel model, OnnxSignature signature, float[] image, Shape shape) {
    float[] values = signature.channelsLast() ? image : planes(image, shape);
    return List.copyOf(model.outputs(values).values());
  }

  /** Channels last; of the pictures, or noise where there are none. */
  List<float[]> images(Shape shape) {
    List<float[]> images = new ArrayList<>();
    if (pictures.isPresent()) {
      Images some = pictures.get().validation();
      Batches batches = new Batches(some, pictures.get().normalization());
      for (int i = 0; i < Math.min(IMAGES, some.size()); i++) {
        float[] values = new float[batches.floats(1)];
        batches.plain(new int[] {i}, values);
        images.add(values);
      }
      return images;
    }
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < IMAGES; i++) {
      float[] values = new float[Math.toIntExact(shape.size())];
      for (int j = 0; j < values.length; j++) {
        values[j] = (float) random.nextGaussian();
      }
      images.add(values);
    }
    return images;
  }

  /** Height, width, channel as channel, height, width. */
  static float[] planes(float[] image, Shape shape) {
    float[] planes = new float[image.length];
    int area = shape.area();
    for (int pixel = 0; pixel < area; pixel++) {
      for (int c = 0; c < shape.channels(); c++) {
        planes[c * area + pixel] = image[pixel * shape.channels() + c];
      }
    }
    return planes;
  }
}
