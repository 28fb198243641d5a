package dev.notch.models.torchscript;

import dev.notch.models.weights.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The class of a network in TorchScript as it grows line by line, with its tensors. */
final class Script {
  static final String MODULE = "__torch__";
  static final String CLASS = "Network";
  static final String INPUT = "input";
  private static final String NOTHING = "None";

  private final StringBuilder body = new StringBuilder();
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();
  private final Map<String, Tensor> buffers = new LinkedHashMap<>();
  private final Set<String> names = new HashSet<>(Set.of(INPUT, "self", "training"));

  /** Gives a value a name and returns it. */
  String assign(String layer, String expression) {
    String name = unique(layer + "_out");
    body.append("    ").append(name).append(" = ").append(expression).append('\n');
    return name;
  }

  /** A tensor that training changes. */
  String parameter(String name, Tensor tensor) {
    String unique = unique(name);
    parameters.put(unique, tensor);
    return "self." + unique;
  }

  /** A tensor that stays as it is. */
  String buffer(String name, Tensor tensor) {
    String unique = unique(name);
    buffers.put(unique, tensor);
    return "self." + unique;
  }

  void giveBack(List<String> values) {
    String result = values.size() == 1 ? values.get(0) : "(" + String.join(", ", values) + ")";
    body.append("    return ").append(result).append('\n');
  }

  /** All tensors by attribute. */
  Map<String, Tensor> tensors() {
    Map<String, Tensor> all = new LinkedHashMap<>(parameters);
    all.putAll(buffers);
    return all;
  }

  /** The text of the module. */
  String text(int outputs) {
    StringBuilder text = new StringBuilder("class " + CLASS + "(Module):\n");
    text.append("  __parameters__ = ").append(quoted(parameters.keySet())).append('\n');
    text.append("  __buffers__ = ").append(quoted(buffers.keySet())).append('\n');
    text.append("  training : bool\n");
    tensors().keySet().forEach(name -> text.append("  ").append(name).append(" : Tensor\n"));
    text.append("  def forward(self: ").append(MODULE).append('.').append(CLASS).append(",\n");
    text.append("    ").append(INPUT).append(": Tensor) -> ").append(type(outputs)).append(":\n");
    return text.append(body).toString();
  }

  private static String type(int outputs) {
    return outputs == 1
        ? "Tensor"
        : IntStream.range(0, outputs)
            .mapToObj(i -> "Tensor")
            .collect(Collectors.joining(", ", "Tuple[", "]"));
  }

  private static String quoted(Set<String> names) {
    return names.stream().map(n -> '"' + n + "\", ").collect(Collectors.joining("", "[", "]"));
  }

  private String unique(String wanted) {
    String safe = wanted.replaceAll("[^A-Za-z0-9_]", "_");
    String base = Character.isLetter(safe.charAt(0)) ? safe : "n" + safe;
    String name = base;
    for (int i = 2; !names.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  /** A call of one of PyTorch's functions. */
  static String call(String function, Object... arguments) {
    return Arrays.stream(arguments)
        .map(Script::literal)
        .collect(Collectors.joining(", ", "torch." + function + "(", ")"));
  }

  private static String literal(Object value) {
    if (value instanceof Double number) {
      return number.toString().toLowerCase(Locale.ROOT);
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Script::literal).collect(Collectors.joining(", ", "[", "]"));
    }
    return value.toString();
  }

  static String nothing() {
    return NOTHING;
  }
}
