package dev.notch.cli;

import dev.notch.models.NotchException;
import dev.notch.models.progress.CancelledException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The command line as a function from arguments to an exit status. */
final class Program {
  private final Optimize root = new Optimize();
  private final PrintWriter err;
  private final CommandLine line;

  Program(PrintWriter out, PrintWriter err) {
    this.err = err;
    this.line =
        new CommandLine(root)
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((e, args) -> misused(e))
            .setExecutionExceptionHandler((e, command, args) -> failed(e));
    Converters.register(line);
  }

  CommandLine commandLine() {
    return line;
  }

  int run(String... args) {
    try {
      return line.execute(args);
    } catch (Error e) { // picocli hands on only exceptions: out of memory, a missing native library
      return failed(e);
    }
  }

  private int misused(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println("optimize: " + oneLine(e.getMessage()));
    err.println("Try '" + command + " --help'.");
    return Exit.USAGE;
  }

  private int failed(Throwable e) {
    err.println("optimize: " + message(e));
    if (root.verbose()) {
      e.printStackTrace(err);
    }
    err.flush();
    return e instanceof CancelledException ? Exit.INTERRUPTED : Exit.FAILED;
  }

  private String message(Throwable e) {
    if (e instanceof NotchException || e instanceof CancelledException) {
      return oneLine(e.getMessage());
    }
    return "internal error: " + oneLine(e.toString()) + (root.verbose() ? "" : " (-v shows where)");
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
