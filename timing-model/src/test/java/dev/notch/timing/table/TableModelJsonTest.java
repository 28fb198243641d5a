package dev.notch.timing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.files.AtomicFile;
import dev.notch.timing.tree.TimingTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableModelJsonTest {
  @TempDir private Path folder;
  private Path file;
  private String version1;

  @BeforeEach
  void save() throws IOException {
    file = folder.resolve("model.json");
    try (InputStream in = TableModelJsonTest.class.getResourceAsStream("table-model-v1.json")) {
      version1 = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    AtomicFile.writeText(file, version1);
  }

  @Test
  void aModelSavedByVersion1IsStillRead() {
    TableModel model = TableModelJson.read(file);

    assertThat(model.group()).hasValue("op");
    assertThat(model.origin().rows()).isEqualTo(40);
    TimingTree tree = model.trees().get("größer");
    assertThat(tree.predict(new double[] {48, 1}, new double[][] {{100, 1}})).isEqualTo(2.5);
    assertThat(tree.predict(new double[] {49, 1}, new double[][] {{100, 1}})).isEqualTo(7);
    assertThat(model.schema().variables().get(0).multiples()).isTrue();
    assertThat(model.schema().variables().get(1).multiples()).isFalse();
  }

  @Test
  void writingAndReadingChangesNothing() throws IOException {
    TableModel model = TableModelJson.read(file);

    TableModelJson.write(model, folder.resolve("again.json"));

    assertThat(TableModelJson.read(folder.resolve("again.json"))).isEqualTo(model);
    assertThat(Files.readString(folder.resolve("again.json"))).isEqualTo(version1);
  }

  @Test
  void intervalsAreKept() {
    TableModel model = TableModelJson.read(file);
    SortedMap<String, TableIntervals> intervals = new TreeMap<>();
    model
        .trees()
        .forEach(
            (name, tree) ->
                intervals.put(
                    name,
                    new TableIntervals(
                        0.9, 1.25, Collections.nCopies(tree.leaves().size(), 1.5), 91.5)));
    TableModel known =
        new TableModel(
            model.target(),
            model.group(),
            model.schema(),
            model.trees(),
            intervals,
            model.origin());

    TableModelJson.write(known, folder.resolve("known.json"));

    assertThat(TableModelJson.read(folder.resolve("known.json"))).isEqualTo(known);
    assertThat(known.drawing().legend())
        .hasSameSizeAs(intervals.keySet())
        .allMatch(line -> line.contains("90 % of measurements within a factor of 1.250"))
        .allMatch(line -> line.contains("91.5 % were"));
  }

  @Test
  void onlyItsOwnFilesAreRecognised() {
    assertThat(TableModelJson.recognises(file)).isTrue();
    AtomicFile.writeText(file, "{\"format\": \"notch-timing-model\"}");
    assertThat(TableModelJson.recognises(file)).isFalse();
    AtomicFile.writeText(file, "in,out\n");
    assertThat(TableModelJson.recognises(file)).isFalse();
  }

  @Test
  void whatItDoesNotKnowIsRefused() {
    assertRefused("\"version\" : 1", "\"version\" : 2", "version 1; fit again");
    assertRefused("\"target\"", "\"colour\" : \"red\", \"target\"", "colour");
    assertRefused("\"variable\" : \"lanes\"", "\"variable\" : \"lines\"", "lines");
    assertRefused("7.0", "-7.0", "negative");
    assertRefused("\"op\"", "null", "no group");
    assertRefused("{", "", "must be an object");
    assertRefused("}", "", "no model");
  }

  private void assertRefused(String old, String changed, String complaint) {
    AtomicFile.writeText(file, version1.replace(old, changed));
    assertThatThrownBy(() -> TableModelJson.read(file))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(complaint);
  }
}
