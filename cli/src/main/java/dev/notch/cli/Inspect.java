package dev.notch.cli;

import dev.notch.cli.Inspection.Predicted;
import dev.notch.models.source.ModelSource;
import dev.notch.timing.TimingModel;
import dev.notch.timing.UnprofiledLayerException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a network consists of. */
@Command(
    name = "inspect",
    description =
        "Shows the layers of a network, which of their channels are cut together, and which cannot"
            + " be cut and why.",
    footer = {
      "%nExamples:",
      "  optimize inspect my.onnx",
      "  optimize inspect mobilenetv2 --classes 10",
      "  optimize inspect my.onnx --json"
    })
final class Inspect implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE.onnx|NAME",
      completionCandidates = NetworkOptions.Names.class,
      description = "The network: an ONNX file, or one of the ten.")
  private Optional<ModelSource> source;

  @Mixin private NetworkOptions model;
  @Mixin private RuntimeOptions runtime;
  @Mixin private TimingModelOption timingModel;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    if (source.isPresent() && model.named()) {
      throw new ParameterException(spec.commandLine(), "name one network, not two");
    }
    ChosenNetwork chosen = model.choose(source, Optional.empty());
    Inspection inspection = Inspection.of(chosen, predicted(chosen));
    if (json.asked()) {
      Json.print(spec.commandLine().getOut(), inspection);
    } else {
      spec.commandLine().getOut().print(InspectionText.of(inspection));
      spec.commandLine().getOut().flush();
    }
    return Exit.DONE;
  }

  /** What the timing model at hand says, if there is one and it knows all layers. */
  private Optional<Predicted> predicted(ChosenNetwork chosen) {
    Optional<TimingModel> model = runtime.timingModelAtHand(timingModel.file());
    try {
      return model.map(timing -> Predicted.of(timing, chosen.network()));
    } catch (UnprofiledLayerException e) {
      spec.commandLine()
          .getErr()
          .println("no time is predicted: " + e.messageFor(chosen.source().toString()));
      spec.commandLine().getErr().flush();
      return Optional.empty();
    }
  }
}
