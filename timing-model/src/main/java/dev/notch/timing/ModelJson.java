package dev.notch.timing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notch.models.NotchException;
import dev.notch.models.files.AtomicFile;
import dev.notch.profiler.OpKind;
import dev.notch.timing.NetworkTerm.Spill;
import dev.notch.timing.tree.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Timing models as JSON. Conditions and equations name their columns, so files stay readable when
 * columns are added. Numbers survive a round trip exactly. The reader is strict: what it does not
 * know, it refuses.
 */
public final class ModelJson {
  private static final String FORMAT = "notch-timing-model";
  private static final int VERSION = 2;

  /** Its leaves were fitted to layers and totals at once, so that steps had no factors. */
  private static final int WITHOUT_FACTORS = 1;

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ModelJson() {}

  public static ObjectNode toJson(TimingModel model) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION);
    root.set("provenance", provenance(model.provenance()));
    root.set("columns", columns(Features.schema()));
    root.set("network", network(model.network()));
    model.intervals().ifPresent(i -> root.set("intervals", intervals(i)));
    ObjectNode trees = root.putObject("trees");
    TreeJson json = new TreeJson(Features.schema(), "ms");
    model.trees().forEach((kind, tree) -> trees.set(kind.label(), json.write(tree)));
    return root;
  }

  /**
   * Writes the file as a whole: a reader sees the old one or the new one.
   *
   * @throws NotchException if it cannot be written
   */
  public static void write(TimingModel model, Path path) {
    AtomicFile.writeText(path, toJson(model).toPrettyString() + "\n");
  }

  /**
   * @throws NotchException if the file cannot be read or is no timing model of this version
   */
  public static TimingModel read(Path path) {
    try {
      return parse(Files.readString(path, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new NotchException("cannot read the timing model " + path + ": " + e, e);
    } catch (NotchException e) {
      throw new NotchException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * @throws NotchException if the text is no timing model of this version
   */
  public static TimingModel parse(String text) {
    try {
      return model(new JsonFields("timing model", MAPPER.readTree(text)));
    } catch (JsonProcessingException e) {
      throw new NotchException("no timing model: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new NotchException("no valid timing model: " + e.getMessage(), e);
    }
  }

  private static TimingModel model(JsonFields root) {
    int version = root.integer("version");
    boolean known = version == VERSION || version == WITHOUT_FACTORS;
    if (!root.text("format").equals(FORMAT) || !known) {
      throw new NotchException(
          "is not a " + FORMAT + " of version " + VERSION + "; run: optimize fit");
    }
    Provenance provenance = provenance(root.fields("provenance"));
    if (root.has("columns")) {
      verifyColumns(root.fields("columns"));
    }
    NetworkTerm term = network(root.fields("network"), version);
    TreeJson json = new TreeJson(Features.schema(), "ms");
    Map<OpKind, dev.notch.timing.tree.TimingTree> trees = new EnumMap<>(OpKind.class);
    root.fields("trees").each((kind, tree) -> trees.put(OpKind.parse(kind), json.read(tree)));
    Optional<Intervals> intervals =
        root.has("intervals") ? Optional.of(intervals(root.fields("intervals"))) : Optional.empty();
    root.requireNoMore();
    return new TimingModel(trees, term, intervals, provenance);
  }

  private static JsonNode network(NetworkTerm term) {
    ObjectNode node = MAPPER.createObjectNode().put("per_run_ms", term.perRunMs());
    ArrayNode beyond = node.putArray("spill_beyond_mb");
    ArrayNode cost = node.putArray("spill_ms_per_mb");
    term.spills().forEach(spill -> beyond.add(spill.beyondMb()));
    term.spills().forEach(spill -> cost.add(spill.msPerMb()));
    write(node.putObject("leaf_factors"), term.factors());
    return node;
  }

  private static NetworkTerm network(JsonFields f, int version) {
    List<Spill> spills = f.has("spill_beyond_mb") ? spills(f) : List.of();
    boolean plain = version == WITHOUT_FACTORS;
    if (plain && (f.number("scale") != 1 || f.number("per_step_ms") != 0)) {
      throw new NotchException("network: scales its steps, which is not known; run: optimize fit");
    }
    Map<OpKind, List<Double>> factors = plain ? Map.of() : byKind(f.fields("leaf_factors"));
    NetworkTerm term = new NetworkTerm(factors, f.number("per_run_ms"), spills);
    f.requireNoMore();
    return term;
  }

  private static List<Spill> spills(JsonFields f) {
    double[] beyond = f.numbers("spill_beyond_mb");
    double[] cost = f.numbers("spill_ms_per_mb");
    if (beyond.length != cost.length) {
      throw new NotchException("network: spill_beyond_mb and spill_ms_per_mb differ in length");
    }
    return IntStream.range(0, beyond.length).mapToObj(i -> new Spill(beyond[i], cost[i])).toList();
  }

  private static JsonNode intervals(Intervals intervals) {
    ObjectNode node = MAPPER.createObjectNode().put("level", intervals.level());
    node.put("network_spread", intervals.network());
    write(node.putObject("leaf_spreads"), intervals.leaves());
    return node;
  }

  private static void write(ObjectNode node, Map<OpKind, List<Double>> leaves) {
    leaves.forEach((kind, all) -> all.forEach(node.putArray(kind.label())::add));
  }

  private static Map<OpKind, List<Double>> byKind(JsonFields f) {
    Map<OpKind, List<Double>> leaves = new EnumMap<>(OpKind.class);
    for (OpKind kind : OpKind.values()) {
      if (f.has(kind.label())) {
        leaves.put(kind, Arrays.stream(f.numbers(kind.label())).boxed().toList());
      }
    }
    f.requireNoMore();
    return leaves;
  }

  private static Intervals intervals(JsonFields f) {
    Map<OpKind, List<Double>> spreads = byKind(f.fields("leaf_spreads"));
    Intervals intervals = new Intervals(f.number("level"), spreads, f.number("network_spread"));
    f.requireNoMore();
    return intervals;
  }

  /** What conditions ask about, and what equations add up in which views. */
  private static ObjectNode columns(Schema schema) {
    ObjectNode node = MAPPER.createObjectNode();
    ArrayNode variables = node.putArray("variables");
    schema.variables().forEach(variable -> variables.add(variable.name()));
    schema.explanatory().forEach(node.putArray("explanatory")::add);
    schema.views().forEach(node.putArray("views")::add);
    return node;
  }

  /** For people and other programs: trees name their columns themselves. */
  private static void verifyColumns(JsonFields columns) {
    List.of("variables", "explanatory", "views").forEach(columns::texts);
    columns.requireNoMore();
  }

  private static JsonNode provenance(Provenance p) {
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("tool", p.tool())
            .put("device", p.device())
            .put("device_text", p.deviceText())
            .put("runtime", p.runtime())
            .put("runtime_version", p.runtimeVersion())
            .put("threads", p.threads())
            .put("store_sha256", p.storeHash())
            .put("samples", p.samples())
            .put("networks", p.networks())
            .put("seed", p.seed())
            .put("options", p.options());
    p.architectures().forEach(node.putArray("architectures")::add);
    if (p.noiseFloor().isPresent()) {
      return node.put("noise_floor", p.noiseFloor().getAsDouble());
    }
    return node.putNull("noise_floor");
  }

  private static Provenance provenance(JsonFields f) {
    Provenance provenance =
        new Provenance(
            f.text("tool"),
            f.text("device"),
            f.text("device_text"),
            f.text("runtime"),
            f.text("runtime_version"),
            f.integer("threads"),
            f.text("store_sha256"),
            f.integer("samples"),
            f.integer("networks"),
            f.longInteger("seed"),
            f.text("options"),
            f.isNull("noise_floor")
                ? OptionalDouble.empty()
                : OptionalDouble.of(f.number("noise_floor")),
            f.has("architectures") ? f.texts("architectures") : List.of());
    f.requireNoMore();
    return provenance;
  }
}
