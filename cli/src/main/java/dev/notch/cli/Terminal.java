package dev.notch.cli;

/**
 * What standard error is connected to. Java cannot tell by itself while standard output is
 * redirected, so the launcher looks and says so.
 *
 * @param interactive whether a person watches a terminal that can redraw a line
 * @param columns how wide it is
 */
record Terminal(boolean interactive, int columns) {
  /** The system property with the width of the terminal; absent or 0 if there is none. */
  static final String COLUMNS = "notch.columns";

  private static final int NARROWEST = 20;

  static Terminal current() {
    int columns = Integer.getInteger(COLUMNS, 0);
    return new Terminal(columns > 0, Math.max(columns, NARROWEST));
  }
}
