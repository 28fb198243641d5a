package dev.notch.timing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.files.AtomicFile;
import dev.notch.models.progress.Progress;
import dev.notch.timing.tree.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableReaderTest {
  private static final Columns COLUMNS =
      new Columns("größe", List.of("n", "w"), List.of("i"), Optional.of("op"));

  @TempDir private Path folder;

  private MeasuredTable read(byte[] bytes) {
    Path file = folder.resolve("t.csv");
    AtomicFile.write(file, bytes);
    return TableReader.read(file, COLUMNS, Progress.NONE);
  }

  private MeasuredTable read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "op,n,w,i,größe,x\nf,1,-2.5,3e0,4.,?\ng,0,7,+.5,1,\n",
        "\uFEFFop;n;w;i;größe;x\nf;1;-2.5;3e0;4.;?\ng;0;7;+.5;1;\n",
        "x\top\tgröße\ti\tw\tn\r\n\tf\t4\t3\t-2.5\t1\r\n\r\n\tg\t1\t.5\t7\t0",
        "\n\"op\" , \"x, y; z\",n,w,i,größe\n\"f\",\"multi\nline \"\"quoted\"\"\",1,-2.5,3,4\ng,,0, 7 ,0.5,1\n"
      })
  void everyDialectSaysTheSame(String text) {
    MeasuredTable table = read(text);
    assertThat(table.groups()).containsOnlyKeys("f", "g");
    Row f = table.groups().get("f").get(0);
    assertThat(f.variables()).containsExactly(1, -2.5);
    assertThat(f.explanatory()[0]).containsExactly(3, 1);
    assertThat(f.target()).isEqualTo(4);
    assertThat(table.groups().get("g").get(0).explanatory()[0]).containsExactly(0.5, 1);
    assertThat(table.rows()).isEqualTo(2);
  }

  @Test
  void onlyWholeNumbersThatAreNotNegativeHaveMultiples() {
    var variables = read("op,n,w,i,größe\nf,1,2,3,4\ng,8,2.5,3,4\n").schema().variables();
    assertThat(variables.get(0).multiples()).isTrue();
    assertThat(variables.get(1).multiples()).isFalse();
    assertThat(read("op,n,w,i,größe\nf,1,-2,3,4\n").schema().variables().get(1).multiples())
        .isFalse();
  }

  @Test
  void aTableKnowsItsFile() {
    MeasuredTable table = read("op,n,w,i,größe\n");
    assertThat(table.file()).isEqualTo("t.csv");
    // printf 'op,n,w,i,größe\n' | sha256sum
    assertThat(table.sha256())
        .isEqualTo("4cfca381ca511b8b6f050feb67a6dd280c59552e837d33484a6a6629e56129eb");
    assertThat(table.rows()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "f,1,2,3|line 3: 4 field(s), but the header line names 5",
        "f,1,2,3,4,5|line 3: 6 field(s), but the header line names 5",
        "f,1,2,3,|line 3: column 'größe' is empty",
        "f,one,2,3,4|line 3: column 'n' holds 'one', which is no number; to fit a tree for each of its values, make it the group (--group)",
        "f;1,2,3;4,5|line 3: 4 field(s)",
        "f,\"1,5\",2,3,4|line 3: column 'n' holds '1,5', which is no number; write decimals with a point",
        "f,1,NaN,3,4|line 3: column 'w' holds 'NaN', which is no number",
        "f,1,-Infinity,3,4|line 3: column 'w' holds '-Infinity', which is no number",
        "f,1,0x1p3,3,4|which is no number",
        "f,1,2d,3,4|which is no number",
        "f,1,1e999,3,4|line 3: column 'w' is out of range, is '1e999'",
        "f,1,2,-3,4|line 3: column 'i' must not be negative, is '-3'",
        "f,1,2,3,0|line 3: column 'größe' must be positive, is '0'",
        "f,1,2,3,-4|line 3: column 'größe' must be positive, is '-4'",
        "f,1,2,3,1e-400|line 3: column 'größe' must be positive",
        " ,1,2,3,4|line 3: column 'op' is empty",
        "f,1,2,3,4\"|line 3",
        "f,\"1\"2,2,3,4|line 3: a quoted field does not end"
      })
  void whatIsWrongIsSaidWithItsLine(String line, String complaint) {
    assertRefused("op,n,w,i,größe\ng,1,2,3,4\n" + line + "\ng,1,2,3,4\n", complaint);
    if (complaint.startsWith("line")) {
      assertRefused("op,n,w,i,größe\r\ng,1,2,3,4\r\n" + line, complaint);
    }
  }

  @Test
  void columnsMustBeThereOnce() {
    assertRefused("op,n,w,größe\n", "line 1: there is no column 'i'; there are: op, n, w, größe");
    assertRefused("op,n,w,i,i,größe\n", "line 1: there are two columns 'i'");
    assertRefused("f,1,2,3,4\n", "there is no column 'größe'; there are: f, 1, 2, 3, 4");
    assertThat(read("op,n,w,i,größe,,\nf,1,2,3,4,,\n").rows()).isEqualTo(1);
  }

  @Test
  void whatIsNoTableIsRefused() {
    assertRefused("", "the first line must name the columns");
    assertRefused("\n\n", "the first line must name the columns");
    assertRefused("größe\n1\n", "separated by commas, semicolons or tabs");
    assertRefused("op,n,w,i,größe\nf,\"1,2,3,4\nf,1,2,3,4\n", "line 2: a quoted field");
    assertThatThrownBy(() -> read("op,n,w,i,größe\n".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("t.csv is no text in UTF-8");
    assertThatThrownBy(() -> TableReader.read(folder, COLUMNS, Progress.NONE))
        .hasMessage("there is no file " + folder);
  }

  @Test
  void tooManyRowsAreRefused() {
    StringBuilder text = new StringBuilder("op,n,w,i,größe\n");
    text.append("f,1,2,3,4\n".repeat(TableReader.MOST_ROWS));
    assertThat(read(text.toString()).rows()).isEqualTo(TableReader.MOST_ROWS);
    assertRefused(text.append("f,1,2,3,4\n").toString(), "line 200002: more than 200,000 rows");
  }

  private void assertRefused(String text, String complaint) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("t.csv")
        .hasMessageContaining(complaint);
  }
}
