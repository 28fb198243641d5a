package dev.notch.compressor.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.compressor.Compressor;
import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.run.RunFolder;
import dev.notch.compressor.run.Sha256;
import dev.notch.compressor.search.Objective;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataOptions;
import dev.notch.models.data.DataSource;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.CancelledException;
import dev.notch.models.progress.Progress;
import dev.notch.models.source.ModelSource;
import dev.notch.models.weights.Safetensors;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.RuntimeId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job on pictures that MobileNet learns in seconds, with a configuration of next to no
 * work. What the clock says is never asserted, only that everything said of it agrees.
 */
class JobTest {
  @TempDir private static Path folder;
  private static String home;

  @BeforeAll
  static void prepare() throws IOException {
    home = TinyWork.install(folder);
    TinyWork.draw(folder.resolve("photos"));
  }

  @AfterAll
  static void restore() {
    System.setProperty("notch.home", home);
  }

  private static Request request(String budget, Objective objective, double maxDrop, String out) {
    return request(budget, objective, maxDrop, out, OptionalDouble.empty(), false);
  }

  private static Request request(
      String budget,
      Objective objective,
      double maxDrop,
      String out,
      OptionalDouble epochs,
      boolean resume) {
    return new Request(
        new Request.Target(
            ModelSource.parse("mobilenet"), Budget.parse(budget), objective, maxDrop, 0),
        new Request.Data(
            Optional.of(DataSource.parse(folder.resolve("photos").toString())),
            DataOptions.DEFAULT),
        new Request.Machine(RuntimeId.ONNXRUNTIME, 1, 2),
        new Request.Work("tiny", epochs, false, "l2", 1),
        new Request.Places(
            folder.resolve("cache"), Optional.of(folder.resolve(out)), Optional.empty(), resume));
  }

  @Test
  void leavesANarrowedNetworkWithTheNumbersThatProveIt() throws IOException {
    Done done = Compressor.run(request("50%", Objective.TIME, 20, "half"), "half", Progress.NONE);
    CompressionResult result = done.result();
    assertThat(CompressionResult.read(done.folder().resolve(RunFolder.RESULT))).isEqualTo(result);
    assertThat(result.guard().guarded()).isTrue();
    assertThat(result.guard().control()).isPresent();
    assertThat(result.optimized().macs()).isLessThan(result.baseline().macs());
    assertThat(result.budget().ratio())
        .isCloseTo(1 / result.speedup().ratio(), org.assertj.core.api.Assertions.within(1e-12));
    assertThat(result.budget().met())
        .isEqualTo(result.budget().ratio() <= Budget.TOLERANCE * result.budget().allowed());
    assertAgrees(result);
    assertFilesHold(done);
  }

  @Test
  void holdsMacsToTheirBudgetExactly() {
    Done done = Compressor.run(request("40%", Objective.MACS, 100, "macs"), "macs", Progress.NONE);
    CompressionResult result = done.result();
    double ratio = (double) result.optimized().macs() / result.baseline().macs();
    assertThat(result.budget().ratio()).isEqualTo(ratio);
    assertThat(ratio).isLessThanOrEqualTo(0.4);
    assertThat(result.budget().met()).isTrue();
    assertThat(result.outcome().delivered()).isEqualTo(result.guard().passed());
  }

  @Test
  void deliversTheBaselineThatMeetsTheBudgetAlready() throws IOException {
    Done done = Compressor.run(request("60s", Objective.TIME, 20, "met"), "met", Progress.NONE);
    assertThat(done.result().outcome().exitStatus()).isZero();
    assertThat(done.result().optimized().widths()).isEqualTo(done.result().baseline().widths());
    assertFilesHold(done);
  }

  @Test
  void saysThatABudgetCannotBeReached() throws IOException {
    Done done = Compressor.run(request("0.1%", Objective.TIME, 100, "none"), "none", Progress.NONE);
    assertThat(done.result().outcome().exitStatus()).isEqualTo(3);
    assertThat(done.result().outcome().delivered()).isFalse();
    assertThat(done.result().budget().met()).isFalse();
    assertFilesHold(done);
  }

  @Test
  void neverCallsAnUnguardedNetworkASuccess() {
    OptionalDouble hardlyTrained = OptionalDouble.of(0.2);
    Done done =
        Compressor.run(
            request("60%", Objective.MACS, 20, "chance", hardlyTrained, false),
            "chance",
            Progress.NONE);
    assertThat(done.result().guard().guarded()).isFalse();
    assertThat(done.result().outcome().exitStatus()).isEqualTo(3);
  }

  /** Stopped in the middle of retraining, a run goes on from there and ends as it would have. */
  @Test
  void goesOnWhereItWasStopped() {
    Done whole =
        Compressor.run(request("60%", Objective.MACS, 20, "whole"), "whole", Progress.NONE);
    StopIn stop = new StopIn("retrain");
    Request stopped = request("60%", Objective.MACS, 20, "stopped");
    assertThatThrownBy(() -> Compressor.run(stopped, "stopped", stop))
        .isInstanceOf(CancelledException.class);
    assertThat(folder.resolve("stopped").resolve(RunFolder.RESULT)).doesNotExist();

    StopIn watch = new StopIn("never");
    Request again = request("60%", Objective.MACS, 20, "stopped", OptionalDouble.empty(), true);
    CompressionResult resumed = Compressor.run(again, "stopped", watch).result();
    assertThat(watch.stages).doesNotContain("search", "sensitivity", "control");
    assertThat(resumed.optimized().widths()).isEqualTo(whole.result().optimized().widths());
    assertThat(resumed.optimized().accuracy()).isEqualTo(whole.result().optimized().accuracy());
  }

  @Test
  void resumesNothingThatWasAskedDifferently() {
    Compressor.run(request("50s", Objective.TIME, 20, "other"), "other", Progress.NONE);
    Request other = request("40s", Objective.TIME, 20, "other", OptionalDouble.empty(), true);
    assertThatThrownBy(() -> Compressor.run(other, "other", Progress.NONE))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("other options");
  }

  private static void assertAgrees(CompressionResult result) {
    CompressionResult.Outcome outcome = result.outcome();
    assertThat(outcome.exitStatus()).isEqualTo(outcome.delivered() ? 0 : 3);
    if (outcome.delivered()) {
      assertThat(result.guard().passed()).isTrue();
      assertThat(result.budget().met()).isTrue();
      assertThat(result.speedup().low()).isGreaterThan(1);
    }
  }

  /** The exported file is the one that was hashed, and the weights fit the plan. */
  private static void assertFilesHold(Done done) throws IOException {
    CompressionResult.NetworkResult network = done.result().optimized();
    Path model = done.folder().resolve(network.file().orElseThrow());
    assertThat(Sha256.of(model)).isEqualTo(network.sha256().orElseThrow());
    Network full =
        Zoo.build("mobilenet", TinyWork.CLASSES.size(), new Shape(3, TinyWork.SIDE, TinyWork.SIDE));
    ChannelGroups groups = ChannelGroups.of(full);
    Safetensors.read(done.folder().resolve("weights.safetensors"))
        .weights()
        .verifyFor(Narrowing.narrow(full, groups, groups.fromMap(network.widths())));
    assertThat(done.folder().resolve("plan.txt")).isNotEmptyFile();
  }

  /** Asks to stop in the middle of the first step of a stage. */
  private static final class StopIn implements Progress {
    private final String wanted;
    private final List<String> stages = new ArrayList<>();
    private boolean cancelled;

    StopIn(String wanted) {
      this.wanted = wanted;
    }

    @Override
    public void stage(String name) {
      stages.add(name);
    }

    @Override
    public void update(long done, long total, String message) {
      cancelled |= !stages.isEmpty() && stages.get(stages.size() - 1).equals(wanted);
    }

    @Override
    public void note(String message) {}

    @Override
    public boolean cancelled() {
      return cancelled;
    }
  }
}
