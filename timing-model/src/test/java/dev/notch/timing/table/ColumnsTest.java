package dev.notch.timing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ColumnsTest {

  @Test
  void aColumnMayBeAskedAboutAndAddedUp() {
    Columns columns = columns("t", List.of("a", "b"), List.of("b"), Optional.of("g"));
    assertThat(columns.explanatory()).containsExactly("b");
  }

  @Test
  void otherRolesExcludeEachOther() {
    assertRefused(
        "t", List.of("a", "t"), List.of("b"), "", "'t' cannot be both the target and conf");
    assertRefused("t", List.of("a"), List.of("t"), "", "'t' cannot be both the target and expl");
    assertRefused("t", List.of("a"), List.of("b"), "t", "'t' cannot be both the group and target");
    assertRefused("t", List.of("a"), List.of("b"), "b", "'b' cannot be both the group and expl");
    assertRefused(
        "t", List.of("a", "b", "a"), List.of("b"), "", "configuration names column 'a' twice");
    assertRefused("t", List.of("a"), List.of("b", "b"), "", "explanatory names column 'b' twice");
    assertRefused("t", List.of(""), List.of("b"), "", "without a name");
    assertRefused("t", List.of("a"), List.of("1"), "", "'1' would be mistaken for the constant");
  }

  @Test
  void anEquationHasEightTerms() {
    List<String> seven = List.of("a", "b", "c", "d", "e", "f", "g");
    assertThat(columns("t", List.of("a"), seven, Optional.empty()).explanatory()).hasSize(7);
    assertRefused(
        "t",
        List.of("a"),
        List.of("a", "b", "c", "d", "e", "f", "g", "h"),
        "",
        "at most 7 explanatory columns besides its constant, not 8");
  }

  private static Columns columns(
      String target, List<String> asked, List<String> added, Optional<String> group) {
    return new Columns(target, asked, added, group);
  }

  private static void assertRefused(
      String target, List<String> asked, List<String> added, String group, String complaint) {
    Optional<String> by = Optional.of(group).filter(name -> !name.isEmpty());
    assertThatThrownBy(() -> columns(target, asked, added, by))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining(complaint);
  }
}
