package dev.notch.compressor.search;

/** What the budget limits and the search makes small. */
public enum Objective {
  /** Predicted milliseconds. */
  TIME,
  /** Multiply-accumulate operations. */
  MACS,
  /** Trained values. */
  PARAMS
}
