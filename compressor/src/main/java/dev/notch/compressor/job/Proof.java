package dev.notch.compressor.job;

/** By what a narrowed network is judged. */
enum Proof {
  /** By the classes of pictures. */
  ACCURACY,
  /** By how near its outputs stay to the original's, on pictures without classes. */
  AGREEMENT,
  /** By its time alone: there are no pictures. */
  NOTHING
}
