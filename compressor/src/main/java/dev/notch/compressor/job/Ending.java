package dev.notch.compressor.job;

import dev.notch.compressor.run.CompressionResult.Outcome;

/** How a run can end: what it says and with which exit status. */
enum Ending {
  DONE("done: within the budget, and the guard passed", 0),
  UNMEASURED("done: within the budget; accuracy was not measured", 0),
  TOO_SLOW("no network within the budget was found; the fastest is written", 3),
  ALREADY_MET("the baseline meets the budget already; it is delivered as it is", 0),
  OVER_BUDGET("no network within the budget passes the guard; the fastest that does is written", 3),
  GUARD_FAILED("no network passes the guard; the last one is written, but is no success", 3),
  NOT_GUARDED(
      "the baseline is too near to chance for its accuracy to be guarded; train it longer, or for a"
          + " file say what it expects: --mean, --std and --labels",
      3),
  NOT_FASTER("the result is not faster than the baseline beyond the noise; it is rejected", 3);

  private static final int SUCCESS = 0;

  private final String message;
  private final int status;

  Ending(String message, int status) {
    this.message = message;
    this.status = status;
  }

  Outcome outcome() {
    return new Outcome(status == SUCCESS, message, status);
  }
}
