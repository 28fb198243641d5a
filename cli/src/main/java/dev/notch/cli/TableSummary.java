package dev.notch.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.notch.timing.evaluation.FitReport;
import dev.notch.timing.table.TableFitter.Fitted;
import dev.notch.timing.table.TableModelJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@code optimize fit --data --json} prints: cross-validated errors in percent, the trees. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TableSummary(
    @JsonProperty("file") String file,
    @JsonProperty("samples") int samples,
    @JsonProperty("left_out") Map<String, Integer> leftOut,
    @JsonProperty("groups") List<FitSummary.Kind> groups,
    @JsonProperty("model") JsonNode model,
    @JsonProperty("seconds") double seconds) {

  static TableSummary of(Fitted fitted, FitReport report, Optional<Path> file) {
    return new TableSummary(
        file.map(Path::toString).orElse(null),
        fitted.table().rows(),
        fitted.leftOut(),
        report.layers().stream().map(FitSummary.Kind::of).toList(),
        TableModelJson.toJson(fitted.model()),
        report.seconds());
  }
}
