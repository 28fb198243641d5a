package dev.notch.compressor.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkCounts;
import dev.notch.models.source.OnnxFile;
import dev.notch.models.width.ChannelGroup;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Widths of channel groups that a user hands over: the result of a run ({@code run.json}, or the
 * folder with it), or an object like {@code {"format": 1, "model": "mobilenet", "widths":
 * {"stem.conv": 24}}}. Groups that it does not name keep all their channels.
 *
 * @param model the network that the widths are for, if the file says so
 * @param classes that it has, if the file says so
 * @param macs that the narrowed network has, if the file says so
 */
public record PlanFile(
    Path file,
    Optional<String> model,
    Optional<Integer> classes,
    Optional<Long> macs,
    Map<String, Integer> widths) {
  private static final int FORMAT = 1;
  private static final List<String> FIELDS = List.of("format", "model", "widths");

  public PlanFile {
    widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
  }

  /**
   * @throws NotchException if the file cannot be read or holds no widths
   */
  public static PlanFile read(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(RunFolder.RESULT) : path;
    JsonNode root = json(file);
    return root.has("optimized") ? result(file) : byHand(file, root);
  }

  /**
   * The network narrowed to these widths.
   *
   * @throws NotchException if they are for another network or not legal; the message names the
   *     group and the nearest legal widths
   */
  public Network narrow(Network full) {
    if (model.isPresent() && !named(model.get(), full)) {
      throw wrong("the widths are for " + model.get() + ", not for " + full.name());
    }
    ChannelGroups groups = ChannelGroups.of(full);
    Network narrowed = Narrowing.narrow(full, groups, plan(groups));
    long counted = NetworkCounts.of(narrowed).macs();
    if (macs.isPresent() && macs.get() != counted) {
      throw wrong(
          ("its network has %d MACs, this one would have %d: it was made for pictures of another"
                  + " size or other classes; give --input-size and --classes")
              .formatted(macs.get(), counted));
    }
    return narrowed;
  }

  /** By its name, or by the file that gave it its name. */
  private static boolean named(String model, Network full) {
    return model.equals(full.name()) || OnnxFile.nameOf(Path.of(model)).equals(full.name());
  }

  private WidthPlan plan(ChannelGroups groups) {
    int[] kept = groups.full().toArray();
    widths.forEach((name, width) -> kept[group(groups, name).id()] = checked(name, width));
    WidthPlan plan = new WidthPlan(kept);
    Optional<String> reason = groups.explain(plan);
    if (reason.isPresent()) {
      throw wrong(reason.get() + "; the nearest legal plan keeps " + nearest(groups, plan));
    }
    return plan;
  }

  private int checked(String group, int width) {
    if (width < 1) {
      throw wrong("group " + group + " must keep at least 1 channel, not " + width);
    }
    return width;
  }

  private ChannelGroup group(ChannelGroups groups, String name) {
    return groups.groups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "%s has no channel group '%s'; its groups: %s"
                        .formatted(groups.network().name(), name, names(groups))));
  }

  private static String names(ChannelGroups groups) {
    return groups.groups().stream()
        .map(group -> group.name() + " (" + group.width() + ")")
        .collect(Collectors.joining(", "));
  }

  private static String nearest(ChannelGroups groups, WidthPlan plan) {
    WidthPlan legal = groups.repair(plan);
    return groups.groups().stream()
        .filter(group -> legal.width(group.id()) != plan.width(group.id()))
        .map(group -> group.name() + " at " + legal.width(group.id()))
        .collect(Collectors.joining(", "));
  }

  private static PlanFile result(Path file) {
    CompressionResult result = CompressionResult.read(file);
    return new PlanFile(
        file,
        Optional.of(result.model()),
        result.dataset().map(CompressionResult.Dataset::classes),
        Optional.of(result.optimized().macs()),
        result.optimized().widths());
  }

  private static PlanFile byHand(Path file, JsonNode root) {
    JsonNode widths = root.path("widths");
    if (!widths.isObject() || widths.isEmpty()) {
      throw wrong(
          file, "holds no widths; write {\"widths\": {\"stem.conv\": 24}}, or name a run's folder");
    }
    root.fieldNames().forEachRemaining(name -> require(FIELDS.contains(name), file, name));
    require(root.path("format").asInt(FORMAT) == FORMAT, file, "format");
    require(!root.has("model") || root.get("model").isTextual(), file, "model");
    Map<String, Integer> kept = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : widths.properties()) {
      JsonNode width = entry.getValue();
      boolean whole = width.isIntegralNumber() && width.canConvertToInt();
      require(whole, file, "widths." + entry.getKey());
      kept.put(entry.getKey(), width.intValue());
    }
    Optional<String> model = Optional.ofNullable(root.path("model").textValue());
    return new PlanFile(file, model, Optional.empty(), Optional.empty(), kept);
  }

  private static void require(boolean condition, Path file, String field) {
    if (!condition) {
      throw wrong(
          file,
          "'"
              + field
              + "' cannot be there or cannot be that; a plan has format (1), model and widths,"
              + " whole numbers by group");
    }
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(Files.readString(file, StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw wrong(file, "is no JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new NotchException("cannot read the widths in " + file + ": " + e, e);
    }
  }

  private NotchException wrong(String message) {
    return wrong(file, message);
  }

  private static NotchException wrong(Path file, String message) {
    return new NotchException(file + ": " + message);
  }
}
