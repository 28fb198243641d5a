package dev.notch.timing.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.timing.Golden;
import dev.notch.timing.tree.Bounds;
import dev.notch.timing.tree.Equation;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.Split;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TimingTree.Branch;
import dev.notch.timing.tree.TimingTree.Leaf;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class RenderTest {
  private static final Schema SCHEMA =
      new Schema(
          List.of(
              new Schema.Variable("in", true),
              new Schema.Variable("a \"b\" <c> & \\d", false),
              new Schema.Variable("width", false)),
          List.of("MMACs", "MB", "1"),
          List.of("", "16"));

  private static final TimingTree TREE =
      new TimingTree(
          new Branch(
              new Split.Multiple(0, 16),
              leaf(0, new Equation(1, 0.02, 0.0501, 0.004), 120, 1.5),
              new Branch(
                  new Split.Range(1, 1.5),
                  leaf(1, new Equation(0, 0.03125, 0, 0), 40, 7.25),
                  new Branch(
                      new Split.Range(2, 200),
                      leaf(2, new Equation(0, 0, 0, 0.25), 20, 12),
                      leaf(3, new Equation(0, 0, 0, 0), 15, 0)))));

  private static final Drawing DRAWING =
      new Drawing(
          "Timing model",
          List.of("a <device> & \"more\"", "two lines"),
          List.of(
              new TitledTree("conv2d (195 samples)", SCHEMA, "ms", TREE),
              new TitledTree(
                  "add",
                  SCHEMA,
                  "ms",
                  new TimingTree(leaf(0, new Equation(0, 0, 0.5, 0.001), 9, 3)))),
          List.of("MB: memory traffic"));

  @Test
  void text() throws IOException {
    Golden.assertThatIs(TextRenderer.render(DRAWING), "render/tree.txt");
  }

  @Test
  void graphviz() throws IOException {
    String dot = DotRenderer.render(DRAWING);
    Golden.assertThatIs(dot, "render/tree.dot");
    assertThat(dot.lines().filter(line -> line.contains("subgraph cluster_"))).hasSize(2);
    assertThat(dot.lines().filter(line -> line.contains("->"))).hasSize(6);
    assertThat(dot.chars().filter(c -> c == '{').count())
        .isEqualTo(dot.chars().filter(c -> c == '}').count());
  }

  @Test
  void svg() throws Exception {
    String svg = SvgRenderer.render(DRAWING);
    Golden.assertThatIs(svg, "render/tree.svg");
    Document document = parse(svg);
    Element root = document.getDocumentElement();
    assertThat(root.getAttribute("viewBox"))
        .isEqualTo("0 0 " + root.getAttribute("width") + " " + root.getAttribute("height"));
    assertThat(texts(document))
        .contains("in is a multiple of 16?", "a \"b\" <c> & \\d <= 1.5?", "yes", "no")
        .contains("ms = 0.02*MMACs[16] + 0.0501*MB[16] + 0.004", "n 120, error 1.5 %")
        .contains("a <device> & \"more\"", "add", "MB: memory traffic");
  }

  @Test
  void boxesLieWithinTheSheetAndNeverOverlap() {
    TreeLayout layout = TreeLayout.of(DRAWING.trees().get(0));
    assertThat(layout.boxes()).hasSize(7);
    assertThat(layout.edges()).hasSize(6);
    for (TreeLayout.Box a : layout.boxes()) {
      assertThat(a.right()).isLessThanOrEqualTo(layout.width());
      assertThat(a.y() + a.height() / 2).isLessThanOrEqualTo(layout.height());
      for (TreeLayout.Box b : layout.boxes()) {
        boolean apart =
            a.right() < b.x()
                || b.right() < a.x()
                || Math.abs(a.y() - b.y()) > (a.height() + b.height()) / 2;
        assertThat(apart || a.equals(b)).as("%s and %s", a, b).isTrue();
      }
    }
  }

  @Test
  void charactersThatXmlForbidsAreReplaced() throws Exception {
    Drawing odd = new Drawing("tab\tnull\0", List.of(), List.of(), List.of());
    assertThat(texts(parse(SvgRenderer.render(odd)))).containsExactly("tab\uFFFDnull\uFFFD");
  }

  private static Document parse(String svg)
      throws ParserConfigurationException, SAXException, IOException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(Document document) {
    NodeList texts = document.getElementsByTagName("text");
    return IntStream.range(0, texts.getLength())
        .mapToObj(i -> texts.item(i).getTextContent())
        .toList();
  }

  private static Leaf leaf(int index, Equation equation, int samples, double error) {
    Bounds seen = new Bounds(new double[] {0.01, 0.5, 1}, new double[] {90, 2.25, 1});
    return new Leaf(index, equation, samples, error, seen);
  }
}
