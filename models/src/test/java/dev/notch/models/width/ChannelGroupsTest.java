package dev.notch.models.width;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.notch.models.graph.InvalidNetworkException;
import dev.notch.models.graph.Layer.Convolution;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.NetworkBuilder;
import dev.notch.models.graph.Shape;
import dev.notch.models.graph.Window;
import dev.notch.models.zoo.Zoo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelGroupsTest {
  private static final Shape IMAGE = new Shape(3, 32, 32);

  @ParameterizedTest
  @CsvSource({
    "vgg16, 15", "resnet50, 37", "seresnet50, 53", "mobilenet, 14", "mobilenetv2, 26",
    "shufflenet, 20", "shufflenetv2, 21", "xception, 28", "inceptionv3, 94", "inceptionv4, 149"
  })
  void findsTheGroupsOfEachNetwork(String name, int expected) {
    ChannelGroups groups = groupsOf(name);
    assertThat(groups.groups()).hasSize(expected);
    assertThat(groups.isLegal(groups.full())).isTrue();
    assertThat(groups.frozen())
        .extracting(FrozenWidth::reason)
        .containsExactly("the input of the network", "the output of the network");
  }

  @Test
  void aTrunkIsOneGroupWithAllItsProducers() {
    ChannelGroups groups = groupsOf("resnet50");
    ChannelGroup trunk = groups.group("stage3.unit1.conv3");
    assertThat(trunk.width()).isEqualTo(512);
    assertThat(trunk.producers()).hasSize(5);
    assertThat(trunk.producers())
        .allSatisfy(id -> assertThat(groups.network().shape(id).channels()).isEqualTo(512));
  }

  @Test
  void groupsAreListedInTheOrderOfTheNetwork() {
    for (String name : Zoo.names()) {
      assertThat(groupsOf(name).groups())
          .extracting(group -> group.producers().get(0))
          .as(name)
          .isSorted();
    }
  }

  @Test
  void aJoinedTrunkIsAsWideAsItsPieces() {
    ChannelGroups groups = groupsOf("shufflenet");
    int stem = groups.group("stem.conv").id();
    int branch = groups.group("stage2.unit1.conv3").id();
    WidthPlan plan = groups.full().with(stem, 21).with(branch, 180);
    int trunk = nodeId(groups.network(), "stage2.unit2.conv3");
    assertThat(groups.groupsOf(trunk)).containsExactly(stem, branch);
    assertThat(groups.channels(trunk, plan)).isEqualTo(201);
    assertThat(groups.constrained()).anyMatch(set -> set.contains(stem) && set.contains(branch));
  }

  @Test
  void aPlanThatBreaksAPartIsRejectedByNameOfGroupAndLayer() {
    ChannelGroups groups = groupsOf("shufflenet");
    WidthPlan plan = groups.full().with(groups.group("stage2.unit1.conv").id(), 59);
    assertThat(groups.isLegal(plan)).isFalse();
    assertThatThrownBy(() -> Narrowing.narrow(groups.network(), groups, plan))
        .isInstanceOf(InvalidNetworkException.class)
        .hasMessageContaining("group stage2.unit1.conv at 59 of 60")
        .hasMessageContaining("layer stage2.unit1.");
  }

  @Test
  void aCutStemLimitsTheBranchBesideIt() {
    ChannelGroups groups = groupsOf("shufflenet");
    int stem = groups.group("stem.conv").id();
    int branch = groups.group("stage2.unit1.conv3").id();
    WidthPlan plan = groups.repair(groups.full().with(stem, 12));
    // The first part of the trunk has 56 of the branch's channels: a third of what it holds now
    // must fit there beside the stem, and the stem must fit at all.
    assertThat(plan.width(stem)).isEqualTo(12);
    assertThat(Arrays.stream(groups.legalWidths(branch, plan)).boxed())
        .isNotEmpty()
        .allSatisfy(width -> assertThat((width - 2 * 12) / 3).isBetween(0, 56));
  }

  @Test
  void aWiderOrShorterPlanIsRejected() {
    ChannelGroups groups = groupsOf("mobilenet");
    assertThat(groups.explain(groups.full().with(0, 33)))
        .hasValueSatisfying(
            reason -> assertThat(reason).contains("stem.conv has 32 channels, the plan keeps 33"));
    assertThat(groups.repair(groups.full().with(0, 33))).isEqualTo(groups.full());
    assertThat(groups.isLegal(new WidthPlan(1, 2))).isFalse();
    assertThatThrownBy(() -> groups.repair(new WidthPlan(1, 2)))
        .hasMessageContaining("needs 14 widths, has 2");
  }

  @Test
  void uniformPlansKeepTheFraction() {
    ChannelGroups groups = groupsOf("shufflenetv2");
    WidthPlan half = groups.uniform(0.5);
    for (ChannelGroup group : groups.groups()) {
      assertThat(half.width(group.id())).isCloseTo(group.width() / 2, within(1));
    }
    assertThat(groups.uniform(1)).isEqualTo(groups.full());
  }

  @Test
  void plansTravelAsNamesAndWidths() {
    ChannelGroups groups = groupsOf("mobilenetv2");
    WidthPlan plan = groups.uniform(0.3);
    Map<String, Integer> map = new LinkedHashMap<>(groups.toMap(plan));
    assertThat(groups.fromMap(map)).isEqualTo(plan).hasSameHashCodeAs(plan);
    map.remove("stem.conv");
    assertThatThrownBy(() -> groups.fromMap(map)).hasMessageContaining("stem.conv");
    map.put("nowhere", 3);
    assertThatThrownBy(() -> groups.fromMap(map)).hasMessageContaining("nowhere");
  }

  @Test
  void narrowDepthwiseLayersStayDepthwise() {
    ChannelGroups groups = groupsOf("mobilenet");
    Network narrow = Narrowing.narrow(groups.network(), groups, groups.uniform(0.3));
    int node = nodeId(narrow, "unit5.conv");
    assertThat(narrow.node(node).layer())
        .isInstanceOfSatisfying(Convolution.class, conv -> assertThat(conv.depthwise()).isTrue());
    assertThat(narrow.node(node).name()).isEqualTo(groups.network().node(node).name());
  }

  @Test
  void aTensorAddedToItsOwnShuffleIsFrozen() {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, 4, 4));
    int free = b.conv(b.input(), 5, Window.same(1, 1), 1, true);
    int made = b.conv(free, 6, Window.same(1, 1), 1, true);
    int sum = b.addition(made, b.shuffle(made, 2));
    b.linear(b.globalPool(sum), 4);
    ChannelGroups groups = ChannelGroups.of(b.build("tangled"));
    assertThat(groups.groups()).extracting(ChannelGroup::name).containsExactly("conv");
    assertThat(groups.frozen())
        .contains(new FrozenWidth("conv2", 6, "no narrower width is legal at layer shuffle"));
  }

  @Test
  void equallyBorderedPartsShareOneWidth() {
    NetworkBuilder b = new NetworkBuilder(new Shape(3, 4, 4));
    int left = b.conv(b.input(), 6, Window.same(1, 1), 1, true);
    int right = b.conv(b.input(), 6, Window.same(1, 1), 1, true);
    List<Integer> halves = b.split(b.concat(left, right), 2);
    b.linear(b.globalPool(b.addition(halves.get(0), halves.get(1))), 4);
    ChannelGroups groups = ChannelGroups.of(b.build("halves"));
    assertThat(groups.groups())
        .singleElement()
        .extracting(ChannelGroup::producers)
        .isEqualTo(List.of(left, right));
    assertThat(groups.legalWidths(0, groups.full())).containsExactly(1, 2, 3, 4, 5, 6);
  }

  private static ChannelGroups groupsOf(String name) {
    return ChannelGroups.of(Zoo.build(name, 100, IMAGE));
  }

  private static int nodeId(Network network, String name) {
    return network.nodes().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow()
        .id();
  }
}
