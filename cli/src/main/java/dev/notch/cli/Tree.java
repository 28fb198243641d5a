package dev.notch.cli;

import dev.notch.profiler.OpKind;
import dev.notch.timing.ModelJson;
import dev.notch.timing.ModelText;
import dev.notch.timing.TimingModel;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows a timing model. */
@Command(
    name = "tree",
    description =
        "Shows a timing model: conditions, and the equations of the leaves with samples and error.",
    footer = {
      "%nExamples:",
      "  optimize tree",
      "  optimize tree --op conv2d",
      "  optimize tree --timing-model device.json --json"
    })
final class Tree implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RuntimeOptions runtime;
  @Mixin private TimingModelOption model;

  @Option(
      names = "--op",
      paramLabel = "KIND",
      description = "Only the tree of this kind of layer, for example conv2d.")
  private Optional<OpKind> only;

  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    TimingModel found = runtime.timingModel(model.file());
    PrintWriter out = spec.commandLine().getOut();
    if (json.asked()) {
      out.println(ModelJson.toJson(found).toPrettyString());
    } else {
      out.println(ModelText.render(found, only));
    }
    out.flush();
    return Exit.DONE;
  }
}
