package dev.notch.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Shape;
import org.junit.jupiter.api.Test;

/** The order of branches and of the units within them, which no count shows. */
class InceptionStructureTest {
  private final Paths v3 = new Paths(Zoo.build("inceptionv3", 100, new Shape(3, 32, 32)));
  private final Paths v4 = new Paths(Zoo.build("inceptionv4", 100, new Shape(3, 32, 32)));

  @Test
  void v3Stem() {
    assertThat(v3.path("stem.main.relu5", "input"))
        .isEqualTo("3x3-32 3x3-32 3x3-64 1x1-80 3x3v-192");
  }

  @Test
  void v3BlockA() {
    assertThat(v3.branches("a1.concat", "stem.main.relu5"))
        .containsExactly("1x1-64", "1x1-48 5x5-64", "1x1-64 3x3-96 3x3-96", "avg3x3 3x3-32");
    assertThat(v3.branches("a2.concat", "a1.concat")).last().isEqualTo("avg3x3 3x3-64");
    assertThat(v3.branches("a3.concat", "a2.concat")).last().isEqualTo("avg3x3 3x3-64");
  }

  @Test
  void v3BlockB() {
    assertThat(v3.branches("b.concat", "a3.concat"))
        .containsExactly("3x3/2v-384", "1x1-64 3x3-96 3x3/2v-96", "max3x3/2v");
  }

  @Test
  void v3BlockCIsVerticalFirst() {
    assertThat(v3.branches("c2.concat", "c1.concat"))
        .containsExactly(
            "1x1-192",
            "1x1-160 7x1-160 1x7-192",
            "1x1-160 7x1-160 1x7-160 7x1-160 1x7-192",
            "avg3x3 1x1-192");
    assertThat(v3.branches("c1.concat", "b.concat")).element(1).asString().contains("7x1-128");
    assertThat(v3.branches("c3.concat", "c2.concat")).element(1).asString().contains("7x1-160");
    assertThat(v3.branches("c4.concat", "c3.concat")).element(1).asString().contains("7x1-192");
  }

  @Test
  void v3BlockDEndsWithAnAveragePool() {
    assertThat(v3.branches("d.concat", "c4.concat"))
        .containsExactly("1x1-192 3x3/2v-320", "1x1-192 1x7-192 7x1-192 3x3/2v-192", "avg3x3/2v");
  }

  @Test
  void v3BlockEIsHorizontalFirst() {
    assertThat(v3.branches("e1.concat3", "d.concat"))
        .containsExactly(
            "1x1-320",
            "{1x1-384 1x3-384 | 1x1-384 3x1-384}",
            "{1x1-448 3x3-384 1x3-384 | 1x1-448 3x3-384 3x1-384}",
            "avg3x3 1x1-192");
    assertThat(v3.branches("e2.concat3", "e1.concat3"))
        .isEqualTo(v3.branches("e1.concat3", "d.concat"));
  }

  @Test
  void v4Stem() {
    assertThat(v4.branches("stem1.concat", "input"))
        .containsExactly("3x3v-32 3x3-32 3x3-64 3x3-96", "3x3v-32 3x3-32 3x3-64 max3x3");
    assertThat(v4.branches("stem2.concat", "stem1.concat"))
        .containsExactly("1x1-64 7x1-64 1x7-64 3x3-96", "1x1-64 3x3-96");
    assertThat(v4.branches("stem3.concat", "stem2.concat")).containsExactly("max3x3", "3x3-192");
  }

  @Test
  void v4BlockA() {
    assertThat(v4.branches("a1.concat", "stem3.concat"))
        .containsExactly("1x1-64 3x3-96 3x3-96", "1x1-64 3x3-96", "1x1-96", "avg3x3 1x1-96")
        .isEqualTo(v4.branches("a4.concat", "a3.concat"));
  }

  @Test
  void v4Reductions() {
    assertThat(v4.branches("reductionA.concat", "a4.concat"))
        .containsExactly("1x1-192 3x3-224 3x3/2v-256", "3x3/2v-384", "max3x3/2v");
    assertThat(v4.branches("reductionB.concat", "b7.concat"))
        .containsExactly("1x1-192 3x3/2-192", "1x1-256 1x7-256 7x1-320 3x3/2-320", "max3x3/2");
  }

  @Test
  void v4BlockB() {
    assertThat(v4.branches("b1.concat", "reductionA.concat"))
        .containsExactly(
            "1x1-384",
            "1x1-192 1x7-224 7x1-256",
            "1x1-192 1x7-192 7x1-224 1x7-224 7x1-256",
            "avg3x3 1x1-128")
        .isEqualTo(v4.branches("b7.concat", "b6.concat"));
  }

  @Test
  void v4BlockCForksDifferInOrder() {
    assertThat(v4.branches("c1.concat3", "reductionB.concat"))
        .containsExactly(
            "1x1-256",
            "{1x1-384 3x1-256 | 1x1-384 1x3-256}",
            "{1x1-384 1x3-448 3x1-512 1x3-256 | 1x1-384 1x3-448 3x1-512 3x1-256}",
            "avg3x3 1x1-256")
        .isEqualTo(v4.branches("c3.concat3", "c2.concat3"));
  }
}
