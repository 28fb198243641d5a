package dev.notch.cli;

import dev.notch.models.zoo.Zoo;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists the networks that are known by name. */
@Command(
    name = "models",
    description = "Lists the networks that Notch knows by name: size, cost and layers.",
    footer = {"%nExamples:", "  optimize models", "  optimize models --json"})
final class Models implements Callable<Integer> {
  private static final String ROW = "%-13s %8s %8s %6s %9s %5s %7s %4s %7s %7s %12s%n";

  @Spec private CommandSpec spec;
  @Mixin private JsonOption json;

  @Override
  public Integer call() {
    List<ModelSummary> models = Zoo.names().stream().map(ModelSummary::of).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json.asked()) {
      Json.print(out, models);
    } else {
      table(out, models);
    }
    return Exit.DONE;
  }

  private static void table(PrintWriter out, List<ModelSummary> models) {
    out.printf(
        Locale.ROOT,
        ROW,
        "name",
        "params M",
        "MACs M",
        "conv2d",
        "depthwise",
        "bn",
        "linear",
        "add",
        "concat",
        "groups",
        "error %*");
    models.forEach(model -> row(out, model));
    out.println();
    out.println("100 classes, 32x32 images. conv2d includes depthwise; groups: channel groups.");
    out.println("* published CIFAR-100 top-1 error of this variant, not measured by Notch");
    out.flush();
  }

  private static void row(PrintWriter out, ModelSummary model) {
    out.printf(
        Locale.ROOT,
        ROW,
        model.name(),
        millions(model.params()),
        millions(model.macs()),
        model.conv2d(),
        model.convDepthwise(),
        model.batchnorm(),
        model.linear(),
        model.add(),
        model.concat(),
        model.channelGroups(),
        String.format(Locale.ROOT, "%.2f", Zoo.entry(model.name()).top1Error()));
  }

  private static String millions(long count) {
    return String.format(Locale.ROOT, "%.2f", count / 1e6);
  }
}
