package dev.notch.models.onnx.read;

import dev.notch.models.NotchException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that cannot be represented, so that a user learns of it at once. */
final class Problems {
  private static final int MOST_SHOWN = 25;
  private static final String SHAPES =
      "export with a fixed height and width, and simplify the file (onnxsim)";
  private static final String HEAD =
      "export without the post-processing: the network should end before it";
  private static final String QUANTIZED = "export in single precision, before quantization";
  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          Map.entry("NonMaxSuppression", HEAD),
          Map.entry("TopK", HEAD),
          Map.entry("ArgMax", HEAD),
          Map.entry("ArgMin", HEAD),
          Map.entry("Equal", HEAD),
          Map.entry("Greater", HEAD),
          Map.entry("Less", HEAD),
          Map.entry("NonZero", HEAD),
          Map.entry("RoiAlign", HEAD),
          Map.entry("GatherND", HEAD),
          Map.entry("ScatterND", HEAD),
          Map.entry("LogSoftmax", HEAD),
          Map.entry("QuantizeLinear", QUANTIZED),
          Map.entry("DequantizeLinear", QUANTIZED),
          Map.entry("QLinearConv", QUANTIZED),
          Map.entry("ConvInteger", QUANTIZED),
          Map.entry("DynamicQuantizeLinear", QUANTIZED),
          Map.entry("If", SHAPES),
          Map.entry("Loop", SHAPES),
          Map.entry("Shape", SHAPES),
          Map.entry("Range", SHAPES),
          Map.entry("Expand", SHAPES),
          Map.entry("Tile", SHAPES),
          Map.entry("Where", SHAPES));
  private static final String OTHERWISE =
      "replace these layers in the model's source and export it again, or simplify the file"
          + " (onnxsim) if they only compute constants";

  private final String file;
  private final List<String> shown = new ArrayList<>();
  private int found;
  private final Set<String> advice = new LinkedHashSet<>();

  Problems(String file) {
    this.file = file;
  }

  void add(Op op, String reason) {
    found++;
    if (found > MOST_SHOWN) {
      return;
    }
    shown.add(op + ": " + Text.shown(reason));
    advice.add(ADVICE.getOrDefault(op.type(), OTHERWISE));
  }

  /**
   * @throws NotchException that names them all, if there are any
   */
  void report() {
    if (found == 0) {
      return;
    }
    String more = found > MOST_SHOWN ? "; and " + (found - MOST_SHOWN) + " more" : "";
    throw new NotchException(
        file
            + " has "
            + (found == 1 ? "a node" : found + " nodes")
            + " that cannot be represented: "
            + String.join("; ", shown)
            + more
            + ". What to do: "
            + String.join("; ", advice));
  }
}
