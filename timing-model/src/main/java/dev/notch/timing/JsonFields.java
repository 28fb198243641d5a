package dev.notch.timing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.notch.models.NotchException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The fields of a JSON object, each of which must be there, of its type, and read. */
public final class JsonFields {
  private final String place;
  private final JsonNode node;
  private final Set<String> read = new HashSet<>();

  public JsonFields(String place, JsonNode node) {
    this.place = place;
    this.node = node;
    if (!node.isObject()) {
      throw new NotchException(place + " must be an object");
    }
  }

  public boolean has(String field) {
    return node.has(field);
  }

  public String text(String field) {
    return value(field, JsonNode::isTextual, "text").textValue();
  }

  public int integer(String field) {
    return value(field, JsonNode::canConvertToInt, "a whole number").intValue();
  }

  public long longInteger(String field) {
    return value(field, JsonNode::canConvertToLong, "a whole number").longValue();
  }

  public double number(String field) {
    return value(field, JsonNode::isNumber, "a number").doubleValue();
  }

  public boolean isNull(String field) {
    return value(field, value -> true, "present").isNull();
  }

  public double[] numbers(String field) {
    JsonNode array = value(field, JsonNode::isArray, "an array");
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      if (!array.get(i).isNumber()) {
        throw new NotchException(place + "." + field + " must hold numbers");
      }
      numbers[i] = array.get(i).doubleValue();
    }
    return numbers;
  }

  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (JsonNode text : value(field, JsonNode::isArray, "an array")) {
      if (!text.isTextual()) {
        throw new NotchException(place + "." + field + " must hold texts");
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  public JsonFields fields(String field) {
    JsonNode object = value(field, JsonNode::isObject, "an object");
    return new JsonFields(place + "." + field, object);
  }

  public void each(BiConsumer<String, JsonFields> consumer) {
    node.fieldNames().forEachRemaining(name -> consumer.accept(name, fields(name)));
  }

  /** Refuses fields that nobody asked for: they were written by a version that means more. */
  public void requireNoMore() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!read.contains(name)) {
                throw new NotchException(place + " has an unknown field '" + name + "'");
              }
            });
  }

  private JsonNode value(String field, Predicate<JsonNode> type, String expected) {
    JsonNode value = node.get(field);
    if (value == null || !type.test(value)) {
      throw new NotchException(place + "." + field + " must be " + expected);
    }
    read.add(field);
    return value;
  }
}
