package dev.notch.compressor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.compressor.Compressor;
import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.search.Objective;
import dev.notch.compressor.training.Recipe;
import dev.notch.compressor.training.Trainer;
import dev.notch.compressor.training.TrainingTask;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataOptions;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.DataSource;
import dev.notch.models.data.FolderSource;
import dev.notch.models.data.UnlabelledSource;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.onnx.OnnxReader;
import dev.notch.models.onnx.OnnxSignature;
import dev.notch.models.onnx.OnnxSignature.Port;
import dev.notch.models.onnx.OnnxSignature.Precision;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.progress.Progress;
import dev.notch.models.source.OnnxFile;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Tensor;
import dev.notch.models.weights.Weights;
import dev.notch.profiler.RuntimeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job on a file as others write them: batch normalisation folded away, a softmax at the
 * end, channels last, names of its own.
 */
class ImportedJobTest {
  private static final OnnxSignature SIGNATURE =
      new OnnxSignature(
          18,
          new Port("pixels:0", List.of(TinyWork.SIDE, TinyWork.SIDE, 3), Precision.FLOAT32),
          true,
          List.of(new Port("scores", List.of(3), Precision.FLOAT32)),
          Optional.empty(),
          "N",
          false,
          "theirs",
          "someone 1.0",
          Map.of("author", "somebody"));

  @TempDir private static Path folder;
  private static String home;
  private static Path file;

  @BeforeAll
  static void prepare() throws IOException {
    home = TinyWork.install(folder);
    TinyWork.draw(folder.resolve("photos"));
    file = folder.resolve("their network.onnx");
    Network network = network(3);
    OnnxWriter.write(network, trained(network), OnnxOptions.like(SIGNATURE), file);
  }

  @AfterAll
  static void restore() {
    System.setProperty("notch.home", home);
  }

  private static Network network(int channels) {
    NetworkBuilder b = new NetworkBuilder(new Shape(channels, TinyWork.SIDE, TinyWork.SIDE));
    int x = b.relu(b.batchNorm(b.conv(b.input(), 16, Window.square(3, 2, 1), 1, false)));
    x = b.relu(b.batchNorm(b.conv(x, 24, Window.square(3, 1, 1), 1, false)));
    x = b.relu(b.batchNorm(b.conv(x, 32, Window.square(3, 2, 1), 1, false)));
    x = b.linear(b.globalPool(x), 3);
    b.add("softmax", new Softmax(), x);
    return b.build("theirs");
  }

  private static Weights trained(Network network) {
    DataSet data = photos().load(DataOptions.DEFAULT, Progress.NONE);
    return new Trainer(2)
        .train(
            TrainingTask.of(
                network,
                Initializer.initialize(network, 1),
                data.train(),
                data.normalization(),
                Recipe.fromScratch(8, 1).withBatch(16)),
            Progress.NONE)
        .weights();
  }

  private static DataSource photos() {
    return new FolderSource(folder.resolve("photos"));
  }

  private static Request request(Optional<DataSource> data, String budget, String out) {
    return request(file, data, budget, out);
  }

  private static Request request(Path file, Optional<DataSource> data, String budget, String out) {
    return new Request(
        new Request.Target(new OnnxFile(file), Budget.parse(budget), Objective.MACS, 100, 0.9),
        new Request.Data(data, DataOptions.DEFAULT),
        new Request.Machine(RuntimeId.ONNXRUNTIME, 1, 2),
        new Request.Work("tiny", OptionalDouble.empty(), false, "l2", 1),
        new Request.Places(
            folder.resolve("cache"), Optional.of(folder.resolve(out)), Optional.empty(), false),
        new Request.Export(OptionalInt.of(19)));
  }

  private static CompressionResult run(Optional<DataSource> data, String out) {
    return Compressor.run(request(data, "50%", out), out, Progress.NONE).result();
  }

  @Test
  void narrowsAFileAndPutsItsLikeIntoItsPlace() {
    CompressionResult result = run(Optional.of(photos()), "classes");

    assertThat(result.outcome().delivered()).as(result.outcome().message()).isTrue();
    assertThat(result.baseline().accuracy().orElseThrow().test()).isGreaterThan(0.8);
    assertThat(result.optimized().accuracy().orElseThrow().test()).isGreaterThan(0.5);
    assertThat(result.optimized().macs()).isLessThan(result.baseline().macs());
    assertThat(result.original().orElseThrow().difference()).isLessThan(1e-4);
    assertThat(result.original().orElseThrow().measured()).isPresent();
    ImportedNetwork written = written("classes");
    assertThat(written.network().counts().macs()).isEqualTo(result.optimized().macs());
    assertThat(written.signature().input()).isEqualTo(SIGNATURE.input());
    assertThat(written.signature().channelsLast()).isTrue();
    assertThat(written.signature().outputs()).isEqualTo(SIGNATURE.outputs());
    assertThat(written.signature().batchName()).isEqualTo("N");
    assertThat(written.signature().opset()).isEqualTo(19);
    assertThat(written.signature().metadata())
        .containsEntry("author", "somebody")
        .containsEntry("notch.budget", "50%")
        .containsKey("notch.original");
  }

  @Test
  void judgesByTheOriginalsOutputsWhereImagesHaveNoClasses() {
    DataSource images = new UnlabelledSource(folder.resolve("photos/train"));
    CompressionResult result = run(Optional.of(images), "images");

    assertThat(result.baseline().accuracy()).isEmpty();
    assertThat(result.optimized().accuracy()).isEmpty();
    CompressionResult.AgreementResult agreement = result.agreement().orElseThrow();
    assertThat(agreement.outputs()).containsOnlyKeys("scores");
    assertThat(agreement.outputs().get("scores")).isBetween(0.0, 0.9);
    assertThat(result.notes()).anyMatch(note -> note.startsWith("scores hardly changes"));
    assertThat(result.outcome().delivered()).as(result.outcome().message()).isTrue();
  }

  @Test
  void showsPicturesInGreyToANetworkThatTakesThemSo() {
    Path grey = folder.resolve("grey.onnx");
    Network network = network(1);
    OnnxWriter.write(network, Initializer.scattered(network, 3), grey);
    Request request = request(grey, Optional.of(photos()), "50%", "grey");

    CompressionResult result = Compressor.run(request, "grey", Progress.NONE).result();

    assertThat(result.original().orElseThrow().difference()).isLessThan(1e-4);
    assertThat(result.optimized().accuracy()).isPresent();
    assertThat(written("grey").network().inputShape().channels()).isEqualTo(1);
  }

  @Test
  void saysThatAccuracyWasNotMeasuredWithoutImages() {
    CompressionResult result = run(Optional.empty(), "nothing");

    assertThat(result.baseline().accuracy()).isEmpty();
    assertThat(result.dataset()).isEmpty();
    assertThat(result.outcome().message()).contains("accuracy was not measured");
    assertThat(result.guard().verdict()).contains("accuracy was not measured", "--data");
    assertThat(result.optimized().macs()).isLessThan(result.baseline().macs());
    assertThat(CompressionResult.read(folder.resolve("nothing").resolve(RunFolder.RESULT)))
        .isEqualTo(result);
  }

  @Test
  void saysHowManyClassesAndHowManyOutputsThereAre() throws IOException {
    Path labels = folder.resolve("labels.txt");
    Files.writeString(labels, "blue\nred\ngreen\nyellow\n");
    DataSource data = new FolderSource(folder.resolve("photos"), Optional.of(labels));

    assertThatThrownBy(() -> run(Optional.of(data), "mismatch"))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("puts out 3 values")
        .hasMessageContaining("4 classes");
    assertThat(folder.resolve("mismatch")).doesNotExist();
  }

  @Test
  void measuresWhatItWroteWhereThatComputesInHalfPrecision() {
    Path half = folder.resolve("half.onnx");
    Network network = network(3);
    OnnxWriter.write(
        network, Initializer.scattered(network, 3), OnnxOptions.DEFAULT.withHalf(true), half);

    CompressionResult result =
        Compressor.run(request(half, Optional.empty(), "50%", "half"), "half", Progress.NONE)
            .result();

    assertThat(written("half").signature().half()).isTrue();
    assertThat(result.notes())
        .anyMatch(note -> note.startsWith("in half precision what was written takes"));
  }

  @Test
  void saysAtOnceThatNothingCanBeCut() {
    Path stiff = folder.resolve("stiff.onnx");
    NetworkBuilder b = new NetworkBuilder(new Shape(3, TinyWork.SIDE, TinyWork.SIDE));
    b.linear(b.globalPool(b.input()), 3);
    Network network = b.build("stiff");
    OnnxWriter.write(network, Initializer.initialize(network, 1), stiff);

    assertThatThrownBy(
            () ->
                Compressor.run(
                    request(stiff, Optional.empty(), "50%", "stiff"), "stiff", Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("no channels of stiff can be cut")
        .hasMessageContaining("the output of the network");
    assertThat(folder.resolve("stiff")).doesNotExist();
  }

  @Test
  void cutsNothingThatWasReadWrong() {
    ImportedNetwork read = OnnxReader.read(file);
    Map<String, Tensor> tensors = new HashMap<>(read.weights().tensors());
    String bias =
        tensors.keySet().stream().filter(name -> name.endsWith(".bias")).sorted().findFirst().get();
    float[] other = tensors.get(bias).data().clone();
    other[0] += 1;
    tensors.put(bias, new Tensor(tensors.get(bias).shape(), other));
    Equality equality = new Equality(Optional.empty());

    assertThat(equality.original(file, read)).isLessThan(1e-4);
    ImportedNetwork wrong =
        new ImportedNetwork(read.network(), new Weights(tensors), read.signature());
    assertThatThrownBy(() -> equality.original(file, wrong))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("their network.onnx")
        .hasMessageContaining("differs from the file in ONNX Runtime")
        .hasMessageContaining("cannot be narrowed");
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    DataSource images = new UnlabelledSource(folder.resolve("photos/train"));
    Request good = request(Optional.of(images), "50%", "x");
    assertThatThrownBy(() -> new Request.Export(OptionalInt.of(11)))
        .hasMessageContaining("--opset is 17 to 26, not 11");
    assertThatThrownBy(
            () ->
                new Request(
                    good.target(),
                    good.data(),
                    good.machine(),
                    new Request.Work("tiny", OptionalDouble.empty(), false, "taylor", 1),
                    good.places()))
        .hasMessageContaining("--importance taylor needs images with classes");
    assertThatThrownBy(
            () ->
                new Request(
                    good.target(),
                    good.data(),
                    good.machine(),
                    good.work(),
                    new Request.Places(
                        folder.resolve("cache"), Optional.empty(), Optional.of(file), false)))
        .hasMessageContaining("--weights goes with a network by name");
  }

  private static ImportedNetwork written(String out) {
    return OnnxReader.read(folder.resolve(out).resolve("model.onnx"));
  }
}
