package dev.notch.cli;

import dev.notch.compressor.Compressor;
import dev.notch.compressor.job.Done;
import dev.notch.compressor.job.Request;
import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command; its help, version and verbosity options hold for all. */
@Command(
    name = "optimize",
    description = {
      "Fits a convolutional network to the device it will run on: measures the device, learns a"
          + " timing model, searches channel widths, retrains under an accuracy guard, measures the"
          + " result and exports it."
    },
    footer = {
      "%nExamples:",
      "  optimize --model mobilenetv2 --budget 50%%",
      "  optimize --model mobilenetv2 --budget 20ms --data photos/ --effort quick",
      "  optimize --model resnet50 --budget 2x --runtime pytorch --threads 2",
      "  optimize --model my.onnx --budget 20ms --data my-images/ --mean 0.485,0.456,0.406 --std"
          + " 0.229,0.224,0.225",
      "  optimize --model detector.onnx --budget 50%% --images pictures/",
      "%nExit status: 0 done; 1 failed; 2 wrong usage; 3 no network within the budget passes the"
          + " guard; 130 interrupted, resumable."
    },
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Optimize.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    subcommands = {
      Train.class,
      Models.class,
      Profile.class,
      Fit.class,
      Tree.class,
      Predict.class,
      Evaluate.class,
      Inspect.class,
      Export.class
    })
final class Optimize implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private MainJobOptions job;
  @Mixin private JsonOption json;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show more, and a trace when something fails.")
  private boolean verbose;

  boolean verbose() {
    return verbose;
  }

  @Override
  public Integer call() {
    if (!job.complete()) {
      throw new ParameterException(
          spec.commandLine(), "say what to do: --model NAME --budget 20ms, or a command");
    }
    Request request = request();
    Done done;
    try (ConsoleProgress progress = ConsoleProgress.on(spec.commandLine().getErr())) {
      done = Compressor.run(request, command(), progress);
    }
    if (json.asked()) {
      spec.commandLine().getOut().print(done.result().json());
      spec.commandLine().getOut().flush();
      spec.commandLine().getErr().print(Summary.of(done));
    } else {
      spec.commandLine().getOut().print(Summary.of(done));
    }
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().flush();
    return done.result().outcome().exitStatus();
  }

  /** What the options ask for; what they cannot ask for is wrong usage. */
  private Request request() {
    try {
      return job.request();
    } catch (NotchException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private String command() {
    return "optimize " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
  }

  /** The version of the build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {ToolVersion.NAME + " " + ToolVersion.version()};
    }
  }
}
