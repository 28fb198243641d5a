package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.notch.models.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFitTest {
  @TempDir private Path folder;
  private Path table;
  private Path model;

  @BeforeEach
  void measure() {
    StringBuilder csv = new StringBuilder("op;n;us\n");
    for (int n = 1; n <= 96; n++) {
      csv.append("sort;%d;%d%n".formatted(n, n % 24 == 0 ? 10 + n : 10 + 5 * n));
      csv.append("copy;%d;%d%n".formatted(n, 1 + n));
    }
    table = folder.resolve("table.csv");
    model = folder.resolve("model.json");
    AtomicFile.writeText(table, csv.toString());
  }

  private Cli fit(String... more) {
    List<String> words = new ArrayList<>(List.of("fit", "--data", table.toString()));
    words.addAll(Arrays.asList(more));
    return Cli.run(words.toArray(String[]::new));
  }

  private static final String[] ROLES = {
    "--target", "us", "--configuration", "n", "--explanatory", "n"
  };

  private static String[] with(String... more) {
    List<String> words = new ArrayList<>(Arrays.asList(ROLES));
    words.addAll(Arrays.asList(more));
    return words.toArray(String[]::new);
  }

  @Test
  void printsTreesWithTheirErrorsBesideThoseOfOthers() {
    Cli cli = fit(with("--group", "op"));

    assertThat(cli.status()).isEqualTo(Exit.DONE);
    assertThat(cli.out())
        .contains("copy (96 rows, 1 leaves)\nus = 1*n + 1  (n 96, error 0.0 %)")
        .containsPattern("copy +96 +0.0 +100 +100")
        .contains("regression tree", "random forest", "gradient boosting", "SVR", "line on n")
        .containsPattern("fitted in \\d+\\.\\d s");
    assertThat(folder).isDirectoryContaining(table::equals).isDirectoryNotContaining(model::equals);
  }

  @Test
  void tellsMachinesTheSame() throws IOException {
    Cli cli = fit(with("--group", "op", "--no-baselines", "--json", "--out", model.toString()));

    JsonNode json = new ObjectMapper().readTree(cli.out());
    assertThat(json.get("samples").intValue()).isEqualTo(192);
    assertThat(json.get("groups")).hasSize(2);
    JsonNode errors = json.get("groups").get(0).get("errors").get("timing tree");
    assertThat(errors.get("mape").doubleValue()).isLessThan(1e-6);
    assertThat(errors.get("within_5").doubleValue()).isEqualTo(100);
    assertThat(json.get("model")).isEqualTo(new ObjectMapper().readTree(Files.readString(model)));
    assertThat(json.get("model").get("provenance").get("file").textValue()).isEqualTo("table.csv");
    JsonNode intervals = json.at("/model/intervals/sort");
    assertThat(intervals.get("level").doubleValue()).isEqualTo(0.9);
    assertThat(intervals.get("leaf_spreads")).isNotEmpty();
    assertThat(intervals.get("held_percent").doubleValue()).isBetween(0.0, 100.0);
    assertThat(cli.err()).contains("wrote " + model);
  }

  @Test
  void whatItWroteCanBeShown() {
    fit(with("--no-baselines", "--folds", "0", "--out", model.toString(), "--group", "op"));

    String file = model.toString();
    assertThat(Cli.run("tree", "--timing-model", file).out())
        .startsWith("us of table.csv, 192 rows, by op\n\ncopy (96 rows, 1 leaves)\nus = 1*n + 1");
    assertThat(Cli.run("tree", "--timing-model", file, "--format", "svg").out()).contains("<svg");
    assertThat(Cli.run("tree", "--timing-model", file, "--json").out())
        .contains("notch-table-model");
    assertMisused(Cli.run("tree", "--timing-model", file, "--op", "add"), "about a table");
  }

  @Test
  void badTablesAreOneLineAndLeaveNothing() {
    AtomicFile.writeText(table, "n,us\n1,2\n2,zero\n");

    Cli cli = fit(with("--out", model.toString()));

    assertThat(cli.status()).isEqualTo(Exit.FAILED);
    assertThat(cli.out()).isEmpty();
    assertThat(cli.err().lines().filter(line -> line.startsWith("optimize: ")).toList())
        .hasSize(1)
        .first()
        .asString()
        .contains("table.csv, line 3: column 'us' holds 'zero'");
    assertThat(model).doesNotExist();
  }

  @Test
  void wrongOptionsAreUsageErrors() {
    assertMisused(fit(), "--target");
    assertMisused(Cli.run("fit", "--target", "us"), "--data");
    assertMisused(
        fit("--target", "us", "--configuration", "n,us", "--explanatory", "n"),
        "'us' cannot be both the target and configuration");
    assertMisused(
        fit("--target", "us", "--configuration", "n,n", "--explanatory", "n"), "'n' twice");
    assertMisused(
        fit("--target", "us", "--configuration", "n", "--explanatory", "a,b,c,d,e,f,g,h"),
        "at most 7");
    assertMisused(fit(with("--runtime", "pytorch")), "--runtime");
    assertMisused(fit(with("--profile", "device.csv")), "--profile");
    assertMisused(fit(with("--folds", "11")), "--folds must be 0 or at least 2 and at most 10");
    assertMisused(fit(with("--out", table.toString())), "overwrite");
  }

  private static void assertMisused(Cli cli, String complaint) {
    assertThat(cli.status()).as(cli.err()).isEqualTo(Exit.USAGE);
    assertThat(cli.err()).contains(complaint);
    assertThat(cli.out()).isEmpty();
  }
}
