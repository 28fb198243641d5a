package dev.notch.compressor.guard;

/** What is known of how well a smaller network does the larger one's work. */
public sealed interface Finding permits Verdict, Agreement, Finding.Nothing {

  Verdict.Outcome outcome();

  /** One line for a user. */
  String describe();

  /** There were no pictures to judge by. */
  record Nothing() implements Finding {
    @Override
    public Verdict.Outcome outcome() {
      return Verdict.Outcome.NOT_MEASURED;
    }

    @Override
    public String describe() {
      return "accuracy was not measured: there were no images; give --data or --images";
    }
  }
}
