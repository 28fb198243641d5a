package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm;
import dev.notch.compressor.run.Sha256;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataOptions;
import dev.notch.models.data.DataOptions.Colour;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.Images;
import dev.notch.models.graph.ImageSize;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.source.ModelSource;
import dev.notch.models.source.OnnxFile;
import dev.notch.models.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The network that a run is about.
 *
 * @param file that it came from, if it is none of the ten
 * @param key tells networks apart by content; of the ten, the name
 */
record Subject(ModelSource source, Optional<Imported> file, String key) {

  /**
   * @param sha256 of the file
   */
  record Imported(Path path, String sha256, ImportedNetwork content) {}

  /**
   * Reads the file, if the network is one.
   *
   * @param image size of images for a file that leaves it open
   */
  static Subject of(ModelSource source, Optional<ImageSize> image) {
    if (source instanceof OnnxFile onnx) {
      ImportedNetwork content = onnx.read(image);
      Imported file = new Imported(onnx.file(), hash(onnx.file()), content);
      // Weights may lie beside the file: its own hash does not cover them.
      String key = "onnx " + file.sha256() + " " + Sha256.of(content.weights());
      return new Subject(source, Optional.of(file), key);
    }
    return new Subject(source, Optional.empty(), source.name());
  }

  private static String hash(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new NotchException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** What the file calls one of its outputs. */
  String outputName(int index) {
    return file.map(f -> f.content().signature().outputs().get(index).name()).orElse("logits");
  }

  /** How pictures must be prepared for it: a file says of which size. */
  DataOptions prepare(DataOptions options) {
    if (file.isEmpty()) {
      return options;
    }
    Shape input = file.get().content().network().inputShape();
    if (input.channels() != Images.CHANNELS && input.channels() != 1) {
      throw new NotchException(
          source
              + " takes "
              + input
              + ": images of "
              + input.channels()
              + " channels, but Notch reads coloured (3) and grey (1) ones; leave --data and"
              + " --images out");
    }
    ImageSize needed = new ImageSize(input.height(), input.width());
    if (options.size().filter(size -> !size.equals(needed)).isPresent()) {
      throw new NotchException(
          "%s takes images of %s, the data options say %s"
              .formatted(source, needed, options.size().get()));
    }
    return options.withSize(needed).withColour(input.channels() == 1 ? Colour.GREY : Colour.RGB);
  }

  /**
   * The network as it is deployed and as it learns.
   *
   * @throws NotchException if it does not fit the pictures
   */
  LearningForm form(Optional<DataSet> data, Proof proof) {
    if (file.isEmpty()) {
      Images images = data.orElseThrow().train();
      Shape input = new Shape(Images.CHANNELS, images.height(), images.width());
      return LearningForm.asItIs(Zoo.build(source.name(), data.get().classes(), input));
    }
    Network network = file.get().content().network();
    LearningForm form = LearningForm.of(network, proof != Proof.NOTHING);
    if (proof == Proof.ACCURACY) {
      verifyClasses(form.learner(), data.orElseThrow().classes());
    }
    return form;
  }

  private void verifyClasses(Network network, int classes) {
    Shape output = network.shape(network.output().id());
    if (network.outputs().size() > 1 || output.area() > 1) {
      throw new NotchException(
          source
              + " does not put out classes ("
              + network.outputs().size()
              + " outputs, the first "
              + output
              + "): give images without classes, --images DIR, instead of --data");
    }
    if (output.channels() != classes) {
      throw new NotchException(
          ("%s puts out %d values for an image, the data have %d classes; name the classes of all"
                  + " %d values, in their order, with --labels FILE")
              .formatted(source, output.channels(), classes, output.channels()));
    }
  }
}
