package dev.notch.models.width;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.notch.models.graph.FreeLayer.Binary;
import dev.notch.models.graph.FreeLayer.Constant;
import dev.notch.models.graph.FreeLayer.Dense;
import dev.notch.models.graph.FreeLayer.FreeSoftmax;
import dev.notch.models.graph.FreeLayer.MatMul;
import dev.notch.models.graph.FreeLayer.Permute;
import dev.notch.models.graph.FreeLayer.Reduce;
import dev.notch.models.graph.FreeLayer.Reshape;
import dev.notch.models.graph.Layer;
import dev.notch.models.graph.Layer.ChannelRange;
import dev.notch.models.graph.Layer.LocalResponseNorm;
import dev.notch.models.graph.Layer.Multiply;
import dev.notch.models.graph.Layer.PRelu;
import dev.notch.models.graph.Layer.Scale;
import dev.notch.models.graph.Layer.Softmax;
import dev.notch.models.graph.Layer.Subtract;
import dev.notch.models.graph.Layer.TransposedConvolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Node;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.SpatialLayer.DepthToSpace;
import dev.notch.models.graph.SpatialLayer.SpaceToDepth;
import dev.notch.models.graph.Window;
import dev.notch.models.weights.Initializer;
import dev.notch.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How channels travel through the layers that imported networks have. */
class CouplingTest {
  private static final Window POINT = Window.same(1, 1);

  private final NetworkBuilder b = new NetworkBuilder(new Shape(3, 4, 4));

  @Test
  void aTransposedConvolutionMakesChannels() {
    int made = conv(b.input(), 8);
    int wider = b.add("up", transposed(8, 12, 1), made);
    ChannelGroups groups = grouped(b.batchNorm(wider));
    assertThat(names(groups)).containsExactly("conv", "up");
    Network narrow = narrow(groups, 5, 7);
    assertThat(narrow.node(wider).layer()).isEqualTo(transposed(5, 7, 1));
  }

  @Test
  void aGroupedTransposedConvolutionKeepsEqualParts() {
    int made = conv(b.input(), 8);
    int grouped = b.add("up", transposed(8, 12, 4), made);
    ChannelGroups groups = grouped(grouped);
    assertThat(groups.legalWidths(0, groups.full())).containsExactly(4, 8);
    assertThat(groups.legalWidths(1, groups.full())).containsExactly(4, 8, 12);
  }

  @Test
  void aDepthwiseTransposedConvolutionFollowsItsInput() {
    int made = conv(b.input(), 8);
    int spread = b.add("up", transposed(8, 16, 8), made);
    ChannelGroups groups = grouped(spread);
    assertThat(names(groups)).containsExactly("conv");
    assertThat(narrow(groups, 3).node(spread).layer()).isEqualTo(transposed(3, 6, 3));
  }

  @Test
  void layersOfOneNumberAChannelFollow() {
    int made = conv(b.input(), 8);
    int scale = b.add("scale", new Scale(8, true), made);
    int prelu = b.add("prelu", new PRelu(8), scale);
    Network narrow = narrow(grouped(prelu), 5);
    assertThat(narrow.node(scale).layer()).isEqualTo(new Scale(5, true));
    assertThat(narrow.node(prelu).layer()).isEqualTo(new PRelu(5));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aGateOnEitherSideIsCoupled(boolean gateFirst) {
    int map = conv(b.input(), 8);
    int gate = b.linear(b.globalPool(b.input()), 8);
    Layer layer = gateFirst ? new Multiply() : new Subtract();
    ChannelGroups groups =
        grouped(gateFirst ? b.add("gate", layer, gate, map) : b.add("less", layer, map, gate));
    assertThat(groups.groups()).hasSize(1);
    assertThat(groups.groups().get(0).producers()).containsExactly(map, gate);
  }

  @Test
  void channelsThatAreReadApartAreGroupsOfTheirOwn() {
    int made = conv(b.input(), 16);
    int first = b.add("range", new ChannelRange(0, 5), made);
    int second = b.add("range", new ChannelRange(5, 16), made);
    ChannelGroups groups = grouped(b.concat(conv(first, 6), second));
    assertThat(names(groups)).containsExactly("conv[0:5]", "conv[5:16]", "conv2");
    assertThat(groups.constrained()).isEmpty();
    Network narrow = narrow(groups, 3, 7, 6);
    assertThat(narrow.shape(made).channels()).isEqualTo(10);
    assertThat(narrow.node(first).layer()).isEqualTo(new ChannelRange(0, 3));
    assertThat(narrow.node(second).layer()).isEqualTo(new ChannelRange(3, 10));
  }

  @Test
  void aRangeFindsItsBordersThroughConcatenationsOfConcatenations() {
    int a = conv(b.input(), 4);
    int c = conv(b.input(), 6);
    int all = b.concat(b.concat(a, c), a);
    int range = b.add("range", new ChannelRange(4, 12), all);
    ChannelGroups groups = grouped(range);
    assertThat(names(groups)).containsExactly("conv[0:2]", "conv[2:4]", "conv2");
    Network narrow = narrow(groups, 1, 2, 4);
    assertThat(narrow.shape(all).channels()).isEqualTo(10);
    assertThat(narrow.node(range).layer()).isEqualTo(new ChannelRange(3, 8));
  }

  @Test
  void aResidualAndWhatPassesBesideItMayBeCutApart() {
    int trunk = conv(b.input(), 8);
    int made = conv(b.input(), 12);
    int sum = b.addition(trunk, b.add("range", new ChannelRange(0, 8), made));
    int dense = b.concat(sum, b.add("range", new ChannelRange(8, 12), made));
    ChannelGroups groups = grouped(dense);
    assertThat(groups.groups()).hasSize(2);
    Network narrow = narrow(groups, 5, 3);
    assertThat(narrow.shape(trunk).channels()).isEqualTo(5);
    assertThat(narrow.shape(made).channels()).isEqualTo(8);
  }

  @Test
  void aRangeOfShuffledChannelsIsFrozen() {
    int made = conv(b.input(), 8);
    int range = b.add("range", new ChannelRange(1, 6), b.shuffle(made, 2));
    assertThat(grouped(range).frozen())
        .contains(
            new FrozenWidth(
                "conv", 8, "read by ChannelRange range, whose borders the channels cannot keep"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void blocksOfChannelsThatBecomePixelsAreCutTogether(boolean channelsFirst) {
    int made = b.relu(conv(b.input(), 24));
    int pixels = b.add("pixels", new DepthToSpace(2, channelsFirst), made);
    ChannelGroups groups = grouped(pixels);
    assertThat(groups.groups()).containsExactly(new ChannelGroup(0, "conv", 6, List.of(1)));
    Network narrow = narrow(groups, 5);
    assertThat(narrow.shape(made).channels()).isEqualTo(20);
    assertThat(narrow.shape(pixels).channels()).isEqualTo(5);
    int[] kept =
        ChannelSelection.of(groups.network(), groups, new WidthPlan(5), ChannelScores.alike())
            .keptOutputChannels(made);
    assertThat(kept)
        .containsExactly(
            IntStream.range(0, 24).filter(i -> channelsFirst ? i < 20 : i % 6 < 5).toArray());
  }

  @Test
  void pixelsBecomeChannelsAndPixelsAgain() {
    int made = conv(b.input(), 6);
    int there = b.add("channels", new SpaceToDepth(2), made);
    int back = b.add("pixels", new DepthToSpace(2, false), b.relu(there));
    ChannelGroups groups = grouped(b.addition(made, back));
    Network narrow = narrow(groups, 4);
    assertThat(narrow.shape(there).channels()).isEqualTo(16);
    assertThat(narrow.shape(back).channels()).isEqualTo(4);
  }

  @Test
  void softmaxAndNormalisationAcrossChannelsAreFrozen() {
    int one = b.add("lrn", new LocalResponseNorm(5, 1, 1, 1), conv(b.input(), 8));
    int two = b.add("softmax", new Softmax(), conv(one, 6));
    assertThat(grouped(conv(two, 4)).frozen())
        .extracting(FrozenWidth::layer, FrozenWidth::reason)
        .contains(
            tuple("conv", "read by LocalResponseNorm lrn, which mixes channels"),
            tuple("conv2", "read by Softmax softmax, which mixes channels"));
  }

  @Test
  void whatFreeLayersReadAndMakeIsFrozenByName() {
    int left = b.add("tokens", new Reshape(List.of(6, 16)), conv(b.input(), 6));
    int right = b.add("matrix", new Constant(List.of(16, 5)));
    int product = b.add("product", new MatMul(List.of(6, 16), List.of(16, 5)), left, right);
    int back = b.add("map", new Reshape(List.of(5, 3, 2)), product);
    ChannelGroups groups = grouped(conv(back, 8));
    assertThat(names(groups)).containsExactly("conv2");
    assertThat(groups.frozen())
        .extracting(FrozenWidth::layer, FrozenWidth::reason)
        .contains(
            tuple("conv", "read by MatMul product, which is kept as it is"),
            tuple("map", "made by Reshape map, which is kept as it is"));
  }

  @Test
  void aConstantBesideChannelsIsCutAsTheyAre() {
    int trunk = conv(b.input(), 8);
    int zeros = b.add("zeros", new Constant(List.of(6, 4, 4)));
    int wider = b.concat(trunk, zeros);
    ChannelGroups groups = grouped(b.addition(wider, conv(wider, 14)));
    assertThat(names(groups)).containsExactly("conv", "zeros");
    Network narrow = narrow(groups, 5, 2);
    assertThat(narrow.node(zeros).layer()).isEqualTo(new Constant(List.of(2, 4, 4)));
    assertThat(narrow.shape(wider).channels()).isEqualTo(7);
    ChannelSelection cut =
        ChannelSelection.of(
            groups.network(),
            groups,
            new WidthPlan(5, 2),
            new ChannelScores(Map.of(zeros, new double[] {0, 1, 0, 0, 1, 0})));
    Weights weights = Initializer.scattered(groups.network(), 1);
    float[] numbers = weights.get("zeros.value").data();
    float[] left = new float[32];
    System.arraycopy(numbers, 16, left, 0, 16);
    System.arraycopy(numbers, 64, left, 16, 16);
    assertThat(cut.slice(weights).get("zeros.value").data()).containsExactly(left);
  }

  @Test
  void channelsPassThroughWhatIsDoneToEachByItself() {
    int made = conv(b.input(), 8);
    int rows = b.add("rows", new Reshape(List.of(8, 16)), made);
    int soft = b.add("soft", new FreeSoftmax(List.of(8, 16), 1), rows);
    int back = b.add("map", new Reshape(List.of(8, 4, 4)), soft);
    int one = conv(b.input(), 1);
    List<Integer> map = List.of(8, 4, 4);
    Binary gate = new Binary(Binary.Op.MUL, map, List.of(1, 4, 4));
    ChannelGroups groups = grouped(b.add("gate", gate, back, one));
    assertThat(names(groups)).containsExactly("conv");
    Network narrow = narrow(groups, 3);
    assertThat(narrow.node(soft).layer()).isEqualTo(new FreeSoftmax(List.of(3, 16), 1));
    assertThat(groups.frozen())
        .contains(
            new FrozenWidth("conv2", 1, "read by Binary gate, which spreads it over channels"));
  }

  @Test
  void theHiddenChannelsOfAFeedForwardBlockAreCut() {
    int map = conv(b.input(), 8);
    int last = b.add("last", new Permute(List.of(8, 4, 4), List.of(1, 2, 0)), map);
    int wide = b.add("wide", new Dense(List.of(4, 4, 8), 12, true), last);
    int hidden = b.relu(b.add("flat", new Reshape(List.of(16, 12)), wide));
    int narrow = b.add("narrow", new Dense(List.of(16, 12), 8, false), hidden);
    int first = b.add("first", new Permute(List.of(4, 4, 8), List.of(2, 0, 1)), narrow);
    ChannelGroups groups = grouped(b.addition(map, first));
    assertThat(names(groups)).containsExactly("wide");
    Network cut = narrow(groups, 5);
    assertThat(cut.node(wide).layer()).isEqualTo(new Dense(List.of(4, 4, 8), 5, true));
    assertThat(cut.node(hidden - 1).layer()).isEqualTo(new Reshape(List.of(16, 5)));
    assertThat(cut.node(narrow).layer()).isEqualTo(new Dense(List.of(16, 5), 8, false));
    assertThat(groups.frozen())
        .extracting(FrozenWidth::layer, FrozenWidth::reason)
        .contains(
            tuple("conv", "read by Permute last, which is kept as it is"),
            tuple("narrow", "made by Dense narrow, whose rows are kept as they are"));
  }

  @Test
  void hiddenChannelsThatOthersSeeStay() {
    int wide = b.add("wide", new Dense(List.of(3, 4, 4), 12, true), b.input());
    int hidden = b.relu(wide);
    int narrow = b.add("narrow", new Dense(List.of(3, 4, 12), 4, true), hidden);
    int sum = b.add("sum", new Reduce(Reduce.Kind.SUM, List.of(3, 4, 12), List.of(2), true), wide);
    Binary less = new Binary(Binary.Op.SUB, List.of(3, 4, 4), List.of(3, 4, 1));
    ChannelGroups groups = grouped(b.add("less", less, narrow, sum));
    assertThat(groups.groups()).isEmpty();
  }

  @Test
  void everyOutputKeepsItsChannels() {
    int trunk = conv(b.input(), 8);
    int head = conv(trunk, 5);
    int last = b.linear(b.globalPool(trunk), 4);
    ChannelGroups groups = ChannelGroups.of(b.build("heads", List.of(head, last)));
    assertThat(names(groups)).containsExactly("conv");
    assertThat(groups.frozen())
        .extracting(FrozenWidth::reason)
        .contains("output of the network conv2", "output of the network linear");
  }

  @Test
  void frozenChannelsStayInTheirPlacesWhereOthersGo() {
    int mixed = b.shuffle(b.concat(conv(b.input(), 5), b.input()), 2);
    ChannelGroups groups = grouped(mixed);
    for (int width : groups.legalWidths(0, groups.full())) {
      ChannelSelection selection =
          ChannelSelection.of(
              groups.network(), groups, new WidthPlan(width), ChannelScores.alike());
      assertThat(selection.keptOutputChannels(0)).as("width %d", width).containsExactly(0, 1, 2);
    }
  }

  @Test
  void everyLayerStandsWithTheGroupsOfItsChannels() {
    for (long seed = 0; seed < 300; seed++) {
      ChannelGroups groups = ChannelGroups.of(RandomGraphs.draw(seed));
      List<CoupledLayers> coupled = groups.coupled();
      assertThat(coupled)
          .as("seed %d", seed)
          .extracting(CoupledLayers::id)
          .isEqualTo(IntStream.range(0, coupled.size()).boxed().toList());
      for (Node node : groups.network().nodes()) {
        if (Narrowing.makesChannels(node.layer())) {
          List<Integer> free = new ArrayList<>();
          coupled.stream()
              .filter(c -> c.layers().contains(node.name()) && c.frozen().isEmpty())
              .forEach(c -> free.add(c.id()));
          assertThat(free)
              .as("seed %d, %s", seed, node.name())
              .isEqualTo(IntStream.of(groups.groupsOf(node.id())).boxed().toList());
          assertThat(coupled.stream().anyMatch(c -> c.layers().contains(node.name()))).isTrue();
        }
      }
    }
  }

  private int conv(int from, int out) {
    return b.conv(from, out, POINT, 1, true);
  }

  private static TransposedConvolution transposed(int in, int out, int groups) {
    return new TransposedConvolution(in, out, Window.square(2, 2, 0), 0, 0, groups, true);
  }

  /** The groups of a classifier behind a map. */
  private ChannelGroups grouped(int map) {
    b.linear(b.globalPool(map), 4);
    return ChannelGroups.of(b.build("sample"));
  }

  private static Network narrow(ChannelGroups groups, int... widths) {
    return Narrowing.narrow(groups.network(), groups, new WidthPlan(widths));
  }

  private static List<String> names(ChannelGroups groups) {
    return groups.groups().stream().map(ChannelGroup::name).toList();
  }
}
