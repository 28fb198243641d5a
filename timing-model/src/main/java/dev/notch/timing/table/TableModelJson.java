package dev.notch.timing.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notch.models.NotchException;
import dev.notch.models.files.AtomicFile;
import dev.notch.timing.JsonFields;
import dev.notch.timing.TreeJson;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.Schema.Variable;
import dev.notch.timing.tree.TimingTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Models of tables as JSON: format and version, where they come from, their columns, and a tree for
 * each group. The reader is strict: what it does not know, it refuses.
 */
public final class TableModelJson {
  private static final String FORMAT = "notch-table-model";
  private static final int VERSION = 1;
  private static final String EQUATION = "equation";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private TableModelJson() {}

  public static ObjectNode toJson(TableModel model) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION);
    TableModel.Origin origin = model.origin();
    root.putObject("provenance")
        .put("tool", origin.tool())
        .put("file", origin.file())
        .put("sha256", origin.sha256())
        .put("rows", origin.rows())
        .put("seed", origin.seed());
    root.set("columns", columns(model));
    ObjectNode trees = root.putObject("trees");
    TreeJson json = new TreeJson(model.schema(), EQUATION);
    model.trees().forEach((name, tree) -> trees.set(name, json.write(tree)));
    if (!model.intervals().isEmpty()) {
      ObjectNode intervals = root.putObject("intervals");
      model.intervals().forEach((name, found) -> write(intervals.putObject(name), found));
    }
    return root;
  }

  private static void write(ObjectNode node, TableIntervals intervals) {
    node.put("level", intervals.level()).put("spread", intervals.tree());
    intervals.leaves().forEach(node.putArray("leaf_spreads")::add);
    node.put("held_percent", intervals.held());
  }

  private static TableIntervals intervals(JsonFields f) {
    TableIntervals intervals =
        new TableIntervals(
            f.number("level"),
            f.number("spread"),
            Arrays.stream(f.numbers("leaf_spreads")).boxed().toList(),
            f.number("held_percent"));
    f.requireNoMore();
    return intervals;
  }

  private static ObjectNode columns(TableModel model) {
    ObjectNode columns = MAPPER.createObjectNode();
    columns.put("target", model.target()).put("group", model.group().orElse(null));
    ArrayNode configuration = columns.putArray("configuration");
    ArrayNode multiples = columns.putArray("multiples");
    for (Variable variable : model.schema().variables()) {
      configuration.add(variable.name());
      if (variable.multiples()) {
        multiples.add(variable.name());
      }
    }
    ArrayNode explanatory = columns.putArray("explanatory");
    model.explanatory().forEach(explanatory::add);
    return columns;
  }

  /**
   * Writes the file as a whole.
   *
   * @throws NotchException if it cannot be written
   */
  public static void write(TableModel model, Path path) {
    AtomicFile.writeText(path, toJson(model).toPrettyString() + "\n");
  }

  /** Whether a file says that it is the model of a table, of whatever version. */
  public static boolean recognises(Path path) {
    try {
      return FORMAT.equals(MAPPER.readTree(text(path)).path("format").textValue());
    } catch (JsonProcessingException e) {
      return false; // whoever reads it as something else will say what is wrong with it
    }
  }

  /**
   * @throws NotchException if the file cannot be read or is no model of this version
   */
  public static TableModel read(Path path) {
    try {
      return model(new JsonFields("model", MAPPER.readTree(text(path))));
    } catch (JsonProcessingException e) {
      throw new NotchException(path + ": no model: " + e.getOriginalMessage(), e);
    } catch (NotchException | IllegalArgumentException e) {
      throw new NotchException(path + ": no valid model: " + e.getMessage(), e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new NotchException("cannot read the model " + path + ": " + e, e);
    }
  }

  private static TableModel model(JsonFields root) {
    if (!root.text("format").equals(FORMAT) || root.integer("version") != VERSION) {
      throw new NotchException("it is not a " + FORMAT + " of version " + VERSION + "; fit again");
    }
    JsonFields from = root.fields("provenance");
    TableModel.Origin origin =
        new TableModel.Origin(
            from.text("tool"),
            from.text("file"),
            from.text("sha256"),
            from.integer("rows"),
            from.longInteger("seed"));
    from.requireNoMore();
    JsonFields columns = root.fields("columns");
    String target = columns.text("target");
    Optional<String> group =
        columns.isNull("group") ? Optional.empty() : Optional.of(columns.text("group"));
    Schema schema = schema(columns);
    columns.requireNoMore();
    SortedMap<String, TimingTree> trees = new TreeMap<>();
    TreeJson json = new TreeJson(schema, EQUATION);
    root.fields("trees").each((name, tree) -> trees.put(name, json.read(tree)));
    SortedMap<String, TableIntervals> intervals = new TreeMap<>();
    if (root.has("intervals")) {
      root.fields("intervals").each((name, fields) -> intervals.put(name, intervals(fields)));
    }
    root.requireNoMore();
    return new TableModel(target, group, schema, trees, intervals, origin);
  }

  private static Schema schema(JsonFields columns) {
    List<String> multiples = columns.texts("multiples");
    List<Variable> variables =
        columns.texts("configuration").stream()
            .map(name -> new Variable(name, multiples.contains(name)))
            .toList();
    return MeasuredTable.schema(variables, columns.texts("explanatory"));
  }
}
