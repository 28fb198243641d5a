package dev.notch.models.onnx.read;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A list of hand-made files, each with one operator in one form, or a few. */
final class OperatorForms {
  private final List<Form> all = new ArrayList<>();

  /**
   * One file.
   *
   * @param seed of its weights
   */
  record Form(String name, HandMade file, long seed) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A file with the input {@code x} of these dimensions; {@code build} returns its output. */
  void add(String name, int opset, int[] image, Function<HandMade, String> build) {
    long seed = 4_000L + all.size();
    HandMade file = new HandMade(seed, opset, image);
    all.add(new Form(name + " (opset " + opset + ")", file.output(build.apply(file)), seed));
  }

  List<Form> all() {
    return List.copyOf(all);
  }
}
