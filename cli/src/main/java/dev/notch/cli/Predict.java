package dev.notch.cli;

import dev.notch.models.djl.FreshWeights;
import dev.notch.models.graph.Network;
import dev.notch.profiler.clock.Timer;
import dev.notch.profiler.lock.MeasurementLock;
import dev.notch.profiler.measure.NetworkMeter;
import dev.notch.timing.NetworkLatency;
import java.io.PrintWriter;
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
      "  optimize predict --model resnet50 --timing-model device.json --json"
    })
final class Predict implements Callable<Integer> {
  private static final int ROUNDS = 60;
  private static final long SEED = 1;

  @Spec private CommandSpec spec;
  @Mixin private NetworkOptions model;
  @Mixin private RuntimeOptions runtime;
  @Mixin private TimingModelOption timingModel;

  @Option(names = "--measure", description = "Measure the network, too, and show both.")
  private boolean measure;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    Network network = model.build();
    NetworkLatency latency = new NetworkLatency(runtime.timingModel(timingModel.file()));
    Prediction prediction = Prediction.of(network, latency.estimate(network), measured(network));
    PrintWriter out = spec.commandLine().getOut();
    if (json.asked()) {
      Json.print(out, prediction);
    } else {
      out.print(prediction.text());
      out.flush();
    }
    return Exit.DONE;
  }

  private Optional<NetworkMeter.Result> measured(Network network) {
    if (!measure) {
      return Optional.empty();
    }
    try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
      NetworkMeter meter =
          new NetworkMeter(
              runtime.backend(), Timer.system(), new MeasurementLock(runtime.cache()), ROUNDS);
      return Optional.of(
          meter.measure(network, FreshWeights.of(network, SEED), runtime.threads(), progress));
    }
  }
}
