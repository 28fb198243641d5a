package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One operator of the file in the version that the file asks for.
 *
 * @param name of the node, or else of what it puts out
 * @param domain empty for the operators of ONNX itself
 */
record Op(
    String name,
    String type,
    String domain,
    int opset,
    List<String> inputs,
    List<String> outputs,
    Map<String, AttributeProto> attributes) {

  private static final int SHOWN_ATTRIBUTES = 12;
  private static final int SHOWN_NUMBERS = 12;

  static Op of(NodeProto node, int opset) {
    Map<String, AttributeProto> attributes = new LinkedHashMap<>();
    node.getAttributeList().forEach(a -> attributes.put(a.getName(), a));
    String domain = node.getDomain().equals("ai.onnx") ? "" : node.getDomain();
    return new Op(
        name(node),
        node.getOpType(),
        domain,
        opset,
        List.copyOf(node.getInputList()),
        List.copyOf(node.getOutputList()),
        attributes);
  }

  /** The same operator on other inputs, with other attributes. */
  Op with(List<String> otherInputs, Map<String, AttributeProto> otherAttributes) {
    return new Op(
        name, type, domain, opset, List.copyOf(otherInputs), outputs, Map.copyOf(otherAttributes));
  }

  private static String name(NodeProto node) {
    return node.getName().isEmpty()
        ? node.getOutputList().stream().filter(o -> !o.isEmpty()).findFirst().orElse("")
        : node.getName();
  }

  /** Whether there is an input at that place; those left out have an empty name. */
  boolean hasInput(int index) {
    return index < inputs.size() && !inputs.get(index).isEmpty();
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  long integer(String attribute, long otherwise) {
    AttributeProto found = attributes.get(attribute);
    return found == null ? otherwise : found.getI();
  }

  /** An integer attribute that must be within a range. */
  int integer(String attribute, int otherwise, int least, int most) {
    long value = integer(attribute, otherwise);
    if (value < least || value > most) {
      throw new UnsupportedNodeException(attribute + " cannot be " + value);
    }
    return (int) value;
  }

  float number(String attribute, float otherwise) {
    AttributeProto found = attributes.get(attribute);
    return found == null ? otherwise : found.getF();
  }

  String text(String attribute, String otherwise) {
    AttributeProto found = attributes.get(attribute);
    return found == null ? otherwise : found.getS().toString(StandardCharsets.UTF_8);
  }

  Optional<long[]> integers(String attribute) {
    return Optional.ofNullable(attributes.get(attribute))
        .map(a -> a.getIntsList().stream().mapToLong(Long::longValue).toArray());
  }

  Optional<float[]> numbers(String attribute) {
    return Optional.ofNullable(attributes.get(attribute))
        .map(
            a -> {
              float[] values = new float[a.getFloatsCount()];
              for (int i = 0; i < values.length; i++) {
                values[i] = a.getFloats(i);
              }
              return values;
            });
  }

  /** Type, name and attributes, for people. */
  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(Text.shown(domain.isEmpty() ? type : domain + "." + type));
    text.append(" '").append(Text.shown(name)).append('\'');
    if (!attributes.isEmpty()) {
      List<String> shown =
          attributes.values().stream().limit(SHOWN_ATTRIBUTES).map(Op::shown).toList();
      text.append(" (").append(String.join(", ", shown)).append(')');
    }
    return text.toString();
  }

  private static String shown(AttributeProto a) {
    String value =
        switch (a.getType()) {
          case INT -> Long.toString(a.getI());
          case FLOAT -> Float.toString(a.getF());
          case STRING -> a.getS().toString(StandardCharsets.UTF_8);
          case INTS -> a.getIntsList().stream().limit(SHOWN_NUMBERS).toList().toString();
          case FLOATS -> a.getFloatsList().stream().limit(SHOWN_NUMBERS).toList().toString();
          default -> a.getType().name().toLowerCase(java.util.Locale.ROOT);
        };
    return Text.shown(a.getName()) + "=" + Text.shown(value);
  }
}
