package dev.notch.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command line printed, and how it ended. */
record Cli(int status, String out, String err) {

  static Cli run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = new Program(new PrintWriter(out), new PrintWriter(err)).run(args);
    return new Cli(status, out.toString(), err.toString());
  }
}
