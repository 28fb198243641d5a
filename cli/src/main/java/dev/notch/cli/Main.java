package dev.notch.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program {@code optimize}. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    Interruption.install(err);
    System.exit(new Program(out, err).run(args));
  }
}
