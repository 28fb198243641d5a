package dev.notch.cli;

import dev.notch.compressor.run.PlanFile;
import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.source.ModelSource;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.measure.NetworkMeter;
import dev.notch.timing.NetworkLatency;
import dev.notch.timing.NetworkLatency.Estimate;
import dev.notch.timing.TimingModel;
import dev.notch.timing.UnprofiledLayerException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Predicts what a network takes. */
@Command(
    name = "predict",
    description = "Predicts what each layer of a network and the whole take on this device.",
    footer = {
      "%nExamples:",
      "  optimize predict --model mobilenetv2",
      "  optimize predict --model mobilenetv2 --classes 10 --measure",
      "  optimize predict --model my.onnx --measure",
      "  optimize predict --widths results/20260101-120000-mobilenetv2 --measure",
      "  optimize predict --model mobilenet --widths plan.json",
      "      where plan.json is {\"widths\": {\"stem.conv\": 24, \"unit1.conv2\": 48}}",
      "  optimize predict --model resnet50 --timing-model device.json --json"
    })
final class Predict implements Callable<Integer> {
  private static final int ROUNDS = 60;
  private static final long SEED = 1;

  @Spec private CommandSpec spec;
  @Mixin private NetworkOptions model;
  @Mixin private RuntimeOptions runtime;
  @Mixin private TimingModelOption timingModel;

  @Option(
      names = "--widths",
      paramLabel = "FILE.json|DIR",
      description = {
        "Narrow the network first: to the result of a run (its folder or run.json), or to a plan: the"
            + " width of each channel group by name, {\"widths\": {\"GROUP\": N}}; groups that are"
            + " not named keep all channels. Names are those of run.json and plan.txt."
      })
  private Optional<Path> widths;

  @Option(names = "--measure", description = "Measure the network, too, and show both.")
  private boolean measure;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    ChosenNetwork chosen = widths.map(PlanFile::read).map(this::narrowed).orElseGet(model::choose);
    Network network = chosen.network();
    TimingModel timing = runtime.timingModel(timingModel.file());
    Estimate estimate = estimate(timing, chosen);
    List<String> warnings = PredictionWarnings.of(chosen, estimate, timing.provenance());
    Prediction prediction = Prediction.of(network, estimate, measured(chosen), warnings);
    PrintWriter out = spec.commandLine().getOut();
    if (json.asked()) {
      Json.print(out, prediction);
    } else {
      out.print(prediction.text());
      out.flush();
    }
    warnings.forEach(line -> spec.commandLine().getErr().println("warning: " + line));
    spec.commandLine().getErr().flush();
    return Exit.DONE;
  }

  private static Estimate estimate(TimingModel timing, ChosenNetwork chosen) {
    try {
      return new NetworkLatency(timing).estimate(chosen.network());
    } catch (UnprofiledLayerException e) {
      throw new NotchException(e.messageFor(chosen.source().toString()), e);
    }
  }

  private ChosenNetwork narrowed(PlanFile plan) {
    ChosenNetwork full = model.choose(plan.model().map(ModelSource::parse), plan.classes());
    return full.narrowed(plan.narrow(full.network()));
  }

  private Optional<NetworkMeter.Result> measured(ChosenNetwork chosen) {
    if (!measure) {
      return Optional.empty();
    }
    try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
      NetworkMeter meter =
          new NetworkMeter(
              runtime.backendFor(chosen.imported().isPresent()),
              Timer.system(),
              new MeasurementLock(runtime.cache()),
              ROUNDS);
      return Optional.of(
          meter.measure(chosen.network(), chosen.weights(SEED), runtime.threads(), progress));
    }
  }
}
