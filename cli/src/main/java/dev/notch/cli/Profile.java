package dev.notch.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.notch.profiler.Device;
import dev.notch.profiler.ProfileOutcome;
import dev.notch.profiler.ProfileRequest;
import dev.notch.profiler.Profiler;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.repeat.Repetition;
import dev.notch.profiler.sample.ProfileEffort;
import dev.notch.timing.adaptive.ErrorChooser;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures layers on this device. */
@Command(
    name = "profile",
    description =
        "Measures networks of random widths, and their layers in place, on this device. An"
            + " interrupted profile goes on where it stopped. With --again: how well a profile"
            + " repeats at another time.",
    footer = {
      "%nExamples:",
      "  optimize profile",
      "  optimize profile --model mobilenetv2 --effort quick",
      "  optimize profile --model my.onnx --effort quick",
      "  optimize profile --samples 1400 --out small.csv",
      "  optimize profile --runtime pytorch --threads 2 --effort thorough --out device.csv",
      "  optimize profile --again",
      "  optimize profile --compare monday.csv,friday.csv --json"
    })
final class Profile implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RuntimeOptions runtime;
  @Mixin private ZooOptions zoo;

  @Option(
      names = "--effort",
      defaultValue = "standard",
      paramLabel = "NAME",
      description = "quick, standard or thorough (default: ${DEFAULT-VALUE}).")
  private String effort;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Seed of the random widths (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Different layer configurations to measure at most: when they are used up no further"
              + " network is begun, and the rest of the time goes to more rounds of those there are"
              + " (default: as configs/profile.yaml says of the effort).")
  private Optional<Integer> samples;

  @Option(
      names = "--out",
      paramLabel = "FILE.csv",
      description = "Where to keep the measurements (default: the cache).")
  private Optional<Path> out;

  @Mixin private RepetitionOptions repetition;
  @Mixin private JsonOption json;

  /** What {@code --json} prints. */
  record Summary(
      @JsonProperty("file") String file,
      @JsonProperty("samples") int samples,
      @JsonProperty("noise_floor_percent") Double noiseFloor,
      @JsonProperty("seconds") double seconds,
      @JsonProperty("busy_processors") double busy) {}

  @Override
  public Integer call() {
    List<Path> files = repetition.compared();
    if (!files.isEmpty()) {
      return compare(files.get(0), files.get(1));
    }
    Path store = out.orElseGet(() -> runtime.profile().measurements());
    return repetition.again() ? repeat(store) : profile(store);
  }

  private int profile(Path store) {
    ProfileOutcome outcome = measure(request(), store);
    if (json.asked()) {
      Double noise = outcome.noiseFloor().isPresent() ? percent(outcome) : null;
      Summary summary =
          new Summary(
              store.toString(), outcome.samples(), noise, outcome.seconds(), outcome.othersLoad());
      Json.print(spec.commandLine().getOut(), summary);
    }
    print(outcome, store);
    return Exit.DONE;
  }

  private int repeat(Path store) {
    Path second = Repetition.beside(store);
    ProfileRequest request = request();
    Profiler profiler = profiler();
    try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
      progress.stage("profile again");
      print(Repetition.measure(profiler, request, store, progress), second);
    }
    return compare(store, second);
  }

  private int compare(Path first, Path second) {
    RepetitionSummary summary = RepetitionSummary.of(Repetition.of(first, second), first, second);
    PrintWriter printed = spec.commandLine().getOut();
    if (json.asked()) {
      Json.print(printed, summary);
    } else {
      printed.print(RepetitionText.of(summary));
      printed.flush();
    }
    return Exit.DONE;
  }

  private ProfileRequest request() {
    return new ProfileRequest(zoo.build(), true, runtime.threads(), effort(), seed);
  }

  private ProfileEffort effort() {
    ProfileEffort named = ProfileEffort.named(effort);
    if (samples.isPresent() && samples.get() < 1) {
      throw new ParameterException(
          spec.commandLine(), "--samples must be at least 1, not " + samples.get());
    }
    return samples.map(named::withSamples).orElse(named);
  }

  private Profiler profiler() {
    MeasurementLock lock = new MeasurementLock(runtime.cache());
    return new Profiler(
        runtime.backendFor(zoo.files()),
        Timer.system(),
        lock,
        Device.detect(),
        new ErrorChooser(seed));
  }

  private ProfileOutcome measure(ProfileRequest request, Path store) {
    try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
      progress.stage("profile");
      return profiler().profile(request, store, progress);
    }
  }

  private void print(ProfileOutcome outcome, Path store) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(Locale.ROOT, "%d measured layers in %s%n", outcome.samples(), store);
    if (outcome.noiseFloor().isPresent()) {
      err.printf(Locale.ROOT, "noise floor %.1f %%%n", percent(outcome));
      if (outcome.busy()) {
        err.printf(
            Locale.ROOT,
            "the machine was busy: other programs used %.1f processors meanwhile%n",
            outcome.othersLoad());
      }
    } else if (outcome.seconds() == 0) {
      err.println("nothing to measure: the profile was complete");
    }
  }

  private static double percent(ProfileOutcome outcome) {
    return 100 * outcome.noiseFloor().orElseThrow();
  }
}
