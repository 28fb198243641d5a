package dev.notch.timing.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.timing.Features;
import dev.notch.timing.Golden;
import dev.notch.timing.Intervals;
import dev.notch.timing.Intervals.Interval;
import dev.notch.timing.NetworkTerm;
import dev.notch.timing.Provenance;
import dev.notch.timing.TimingModel;
import dev.notch.timing.UnprofiledLayerException;
import dev.notch.timing.explain.Explanation.Outside;
import dev.notch.timing.explain.WidthCurve.Point;
import dev.notch.timing.render.ExplanationJson;
import dev.notch.timing.render.ExplanationText;
import dev.notch.timing.tree.Bounds;
import dev.notch.timing.tree.Equation;
import dev.notch.timing.tree.Schema;
import dev.notch.timing.tree.Split;
import dev.notch.timing.tree.TimingTree;
import dev.notch.timing.tree.TimingTree.Branch;
import dev.notch.timing.tree.TimingTree.Leaf;
import dev.notch.timing.tree.TreePath;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
  private static final Schema FEATURES = Features.schema();
  private static final Provenance PROVENANCE =
      new Provenance(
          "",
          "d",
          "a device",
          "onnxruntime",
          "1",
          1,
          "",
          9,
          0,
          1,
          "",
          OptionalDouble.empty(),
          List.of());

  /** Blocks of sixteen, and 50 ms more when the inputs are no multiple of four. */
  private static final TimingModel MODEL = model();

  @ParameterizedTest
  @CsvSource({
    "conv2d in=47 out=64 k=3 h=16, 2, 1",
    "pointwise in=64 out=1000 h=8, 2, 1",
    "grouped in=64 out=96 k=3 h=8 g=32, 2, 32",
    "linear in=512 out=10, 2, 1",
    "concat in=24 out=60 h=8, 2, 1",
    "depthwise in=7 k=3 h=8, 1, 1",
    "maxpool in=64 k=2 s=2 p=0 h=8, 1, 1",
    "globalpool in=64 h=8, 1, 1",
    "batchnorm in=3 h=8, 1, 1",
    "activation in=64 h=8 fused=relu, 1, 1",
    "add in=64 h=8, 1, 1",
    "multiply in=64 h=8, 1, 1",
    "split in=64 h=8, 1, 2",
    "shuffle in=60 h=8 g=3, 1, 3",
    "flatten in=8 h=4, 1, 1"
  })
  void sweepsEveryLegalWidthAround(String text, int dimensions, int step) {
    LayerConfig layer = LayerConfig.parse(text);
    Explanation e = Explanation.of(MODEL, layer);
    assertThat(e.curves()).hasSize(dimensions);
    for (WidthCurve curve : e.curves()) {
      int width = curve.dimension() == Dimension.OUT ? layer.out() : layer.in();
      assertThat(curve.here()).isEqualTo(new Point(width, MODEL.predict(layer), true));
      assertThat(curve.points()).allMatch(p -> p.width() % step == 0);
      boolean concat = layer.kind() == OpKind.CONCAT;
      int least = concat && curve.dimension() == Dimension.OUT ? 2 * layer.in() : step;
      int first = curve.points().get(0).width();
      assertThat(first).isLessThanOrEqualTo(Math.max(least, width - 17));
      int most = concat && curve.dimension() == Dimension.IN ? layer.out() / 2 : width + width / 4;
      int last = curve.points().get(curve.points().size() - 1).width();
      assertThat(last).isGreaterThanOrEqualTo(most);
    }
  }

  @Test
  void everyPointIsThePriceOfThatLayer() {
    Explanation e = Explanation.of(MODEL, LayerConfig.parse("conv2d in=47 out=64 k=3 h=16"));
    for (Point p : e.curves().get(0).points()) {
      LayerConfig layer = LayerConfig.parse("conv2d in=" + p.width() + " out=64 k=3 h=16");
      assertThat(p.ms()).isEqualTo(MODEL.predict(layer));
    }
    for (Point p : e.curves().get(1).points()) {
      LayerConfig layer = LayerConfig.parse("conv2d in=47 k=3 h=16 out=" + p.width());
      assertThat(p.ms()).isEqualTo(MODEL.predict(layer));
    }
    Explanation tied = Explanation.of(MODEL, LayerConfig.parse("depthwise in=40 k=3 h=16"));
    for (Point p : tied.curves().get(0).points()) {
      LayerConfig layer = LayerConfig.parse("depthwise k=3 h=16 in=" + p.width());
      assertThat(p.ms()).isEqualTo(MODEL.predict(layer));
    }
  }

  @Test
  void walksTheConditionsAndAddsUpTheEquation() {
    Explanation e = Explanation.of(MODEL, LayerConfig.parse("conv2d in=47 out=64 k=3 h=16"));
    assertThat(e.path().answers())
        .containsExactly(new TreePath.Answer(new Split.Multiple(0, 4), 47, false));
    assertThat(e.path().leaf().index()).isEqualTo(1);
    assertThat(e.leaves()).isEqualTo(2);
    assertThat(e.terms().stream().mapToDouble(Term::value).sum()).isCloseTo(e.ms(), within(1e-9));
    assertThat(e.terms().stream().mapToDouble(Term::share).sum()).isCloseTo(1, within(1e-9));
    assertThat(e.outside()).isEmpty();
  }

  @Test
  void showsTheNotchesBesideAnAwkwardWidth() {
    Explanation e = Explanation.of(MODEL, LayerConfig.parse("conv2d in=47 out=64 k=3 h=16"));
    WidthCurve in = e.curves().get(0);
    assertThat(in.narrower().map(Point::width)).hasValue(44);
    assertThat(in.expansion().map(Point::width)).hasValue(64);
    assertThat(in.notches().stream().map(Point::width)).contains(36, 40, 44, 48, 52, 60);
  }

  @Test
  void saysWhatIsBeyondTheLeaf() {
    LayerConfig large = LayerConfig.parse("conv2d in=2048 out=2048 k=3 h=64");
    Explanation e = Explanation.of(MODEL, large);
    assertThat(e.outside()).extracting(Outside::column).contains(FEATURES.explanatory().get(0));
    assertThat(ExplanationText.render(e)).contains("warning: ");
  }

  @Test
  void showsWhatAMeasurementIsExpectedWithin() {
    LayerConfig layer = LayerConfig.parse("conv2d in=47 out=64 k=3 h=16");
    Intervals intervals = new Intervals(0.9, Map.of(OpKind.CONV2D, List.of(1.1, 1.25)), 1.05);
    Explanation known = Explanation.of(MODEL.withIntervals(Optional.of(intervals)), layer);
    Explanation unknown = Explanation.of(MODEL, layer);

    Interval interval = known.expected().orElseThrow().interval();
    assertThat(interval.low()).isCloseTo(known.ms() / 1.25, within(1e-9));
    assertThat(interval.high()).isCloseTo(known.ms() * 1.25, within(1e-9));
    assertThat(ExplanationText.render(known)).contains("90 % of measurements");
    assertThat(unknown.expected()).isEmpty();
    assertThat(ExplanationText.render(unknown)).doesNotContain("of measurements");
    assertThat(ExplanationJson.of(unknown, PROVENANCE).get("interval").isNull()).isTrue();
  }

  @Test
  void aKindWithoutATreeIsAnError() {
    TimingModel other = MODEL.only(List.of(OpKind.CONV2D));
    LayerConfig add = LayerConfig.parse("add in=8 h=4");
    assertThatThrownBy(() -> Explanation.of(other, add))
        .isInstanceOf(UnprofiledLayerException.class);
  }

  @Test
  void explanationsAsTextAndJson() throws IOException {
    Explanation e = small();
    Golden.assertThatIs(ExplanationText.render(e), "render/explanation.txt");
    ObjectNode json = ExplanationJson.of(e, PROVENANCE);
    Golden.assertThatIs(json.toPrettyString() + "\n", "render/explanation.json");
  }

  /** By hand, over columns of its own. */
  private static Explanation small() {
    Schema schema =
        new Schema(
            List.of(new Schema.Variable("in", true), new Schema.Variable("pixels", false)),
            List.of("MMACs", "MB", "1"),
            List.of("", "16"));
    Bounds seen = new Bounds(new double[] {0.5, 0.25, 1}, new double[] {4, 1, 1});
    Equation equation = new Equation(1, 0.25, 0, 0.5);
    TreePath path =
        new TreePath(
            List.of(
                new TreePath.Answer(new Split.Multiple(0, 4), 7, false),
                new TreePath.Answer(new Split.Range(1, 300.5), 256, true)),
            new Leaf(4, equation, 120, 3.25, seen));
    double[][] columns = {{7, 0.5, 1}, {10, 1, 1}};
    double[] ms = {2, 3, 3, 1, 3, 3, 3, 1.5, 3};
    List<Point> points =
        IntStream.range(0, ms.length).mapToObj(i -> new Point(i + 1, ms[i], i != 7)).toList();
    return new Explanation(
        LayerConfig.parse("pointwise in=7 out=64 h=16"),
        schema,
        path,
        9,
        Term.of(schema, equation, columns),
        equation.value(columns),
        Optional.of(new Explanation.Expected(0.9, new Interval(2.4, 3.75))),
        List.of(new Outside("MMACs", 7, 0.5, 4)),
        List.of(
            new WidthCurve(Dimension.IN, 6, points),
            new WidthCurve(Dimension.OUT, 0, List.of(new Point(64, 3, true)))));
  }

  private static TimingModel model() {
    int blocks = FEATURES.views().indexOf("16");
    double[] coefficients = new double[FEATURES.explanatory().size()];
    coefficients[0] = 0.01;
    Equation even = new Equation(blocks, coefficients);
    coefficients[coefficients.length - 1] = 50;
    Equation odd = new Equation(blocks, coefficients);
    Branch branch = new Branch(new Split.Multiple(0, 4), leaf(0, even), leaf(1, odd));
    Map<OpKind, TimingTree> trees = new EnumMap<>(OpKind.class);
    for (OpKind kind : OpKind.values()) {
      trees.put(kind, new TimingTree(branch));
    }
    return new TimingModel(trees, NetworkTerm.SUM, PROVENANCE);
  }

  private static Leaf leaf(int index, Equation equation) {
    double[] high = new double[FEATURES.explanatory().size()];
    Arrays.fill(high, 1000);
    return new Leaf(index, equation, 100, 2, new Bounds(new double[high.length], high));
  }
}
