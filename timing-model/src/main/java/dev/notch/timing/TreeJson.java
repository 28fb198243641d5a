package dev.notch.timing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notch.models.NotchException;
import dev.notch.timing.tree.Bounds;
import dev.notch.timing.tree.Equation;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.Split;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TimingTree.Branch;
import dev.notch.timing.tree.TimingTree.Leaf;
import java.util.stream.IntStream;

/** One tree as JSON: {@code {if, yes, no}} or a leaf with its equation. */
public final class TreeJson {
  private final Schema schema;
  private final String equation;

  /**
   * @param equation the name of the field with the coefficients of a leaf
   */
  public TreeJson(Schema schema, String equation) {
    this.schema = schema;
    this.equation = equation;
  }

  public ObjectNode write(TimingTree tree) {
    return write(tree.root());
  }

  /**
   * @throws NotchException if a field is missing, unknown or of the wrong type
   */
  public TimingTree read(JsonFields fields) {
    return new TimingTree(new Reader().node(fields));
  }

  private ObjectNode write(TimingTree.Node node) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (node instanceof Branch branch) {
      writeSplit(json.putObject("if"), branch.split());
      json.set("yes", write(branch.yes()));
      json.set("no", write(branch.no()));
    } else {
      writeLeaf(json, (Leaf) node);
    }
    return json;
  }

  private void writeSplit(ObjectNode json, Split split) {
    json.put("variable", schema.variables().get(split.variable()).name());
    if (split instanceof Split.Range range) {
      json.put("at_most", range.threshold());
    } else if (split instanceof Split.Multiple multiple) {
      json.put("multiple_of", multiple.modulus());
    }
  }

  private void writeLeaf(ObjectNode json, Leaf leaf) {
    json.put("view", schema.views().get(leaf.equation().view()));
    ObjectNode terms = json.putObject(equation);
    ObjectNode low = json.putObject("seen_low");
    ObjectNode high = json.putObject("seen_high");
    for (int i = 0; i < leaf.equation().size(); i++) {
      String column = schema.explanatory().get(i);
      terms.put(column, leaf.equation().coefficient(i));
      low.put(column, leaf.seen().low(i));
      high.put(column, leaf.seen().high(i));
    }
    json.put("samples", leaf.samples()).put("error_percent", leaf.error());
  }

  private final class Reader {
    private int leaves;

    TimingTree.Node node(JsonFields fields) {
      TimingTree.Node node;
      if (fields.has("if")) {
        Split split = split(fields.fields("if"));
        TimingTree.Node yes = node(fields.fields("yes"));
        node = new Branch(split, yes, node(fields.fields("no")));
      } else {
        node = leaf(fields);
      }
      fields.requireNoMore();
      return node;
    }

    private Split split(JsonFields fields) {
      String name = fields.text("variable");
      int variable = index(name, schema.variables().stream().map(Schema.Variable::name).toList());
      Split split =
          fields.has("multiple_of")
              ? new Split.Multiple(variable, fields.integer("multiple_of"))
              : new Split.Range(variable, fields.number("at_most"));
      fields.requireNoMore();
      return split;
    }

    private Leaf leaf(JsonFields fields) {
      int view = index(fields.text("view"), schema.views());
      Equation terms = new Equation(view, columns(fields.fields(equation)));
      Bounds seen =
          new Bounds(columns(fields.fields("seen_low")), columns(fields.fields("seen_high")));
      int samples = fields.integer("samples");
      return new Leaf(leaves++, terms, samples, fields.number("error_percent"), seen);
    }

    private double[] columns(JsonFields fields) {
      double[] values =
          IntStream.range(0, schema.explanatory().size())
              .mapToDouble(i -> fields.number(schema.explanatory().get(i)))
              .toArray();
      fields.requireNoMore();
      return values;
    }

    private static int index(String name, java.util.List<String> known) {
      int index = known.indexOf(name);
      if (index < 0) {
        throw new NotchException("'" + name + "' is unknown to this version; run: optimize fit");
      }
      return index;
    }
  }
}
