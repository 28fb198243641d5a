package dev.notch.compressor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.files.AtomicFile;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.models.zoo.Zoo;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
  private static final Network MOBILENET = Zoo.build("mobilenet", 10, new Shape(3, 32, 32));
  private static final Network SHUFFLENET = Zoo.build("shufflenet", 10, new Shape(3, 32, 32));

  @TempDir private Path folder;

  @Test
  void groupsThatAreNotNamedStayAsTheyAre() {
    ChannelGroups groups = ChannelGroups.of(MOBILENET);
    WidthPlan plan = groups.full().with(groups.group("unit1.conv2").id(), 47);
    Network narrowed =
        plan("{\"format\": 1, \"model\": \"mobilenet\", \"widths\": {\"unit1.conv2\": 47}}")
            .narrow(MOBILENET);
    assertThat(narrowed).isEqualTo(Narrowing.narrow(MOBILENET, groups, plan));
  }

  @Test
  void readsTheResultOfARunFromItsFolderOrFile() {
    CompressionResult result = CompressionResultTest.example();
    AtomicFile.writeText(folder.resolve("run.json"), result.json());
    PlanFile plan = PlanFile.read(folder);
    assertThat(plan.widths()).isEqualTo(result.optimized().widths());
    assertThat(plan.model()).hasValue("tiny");
    assertThat(plan.classes()).hasValue(10);
    assertThat(plan.macs()).hasValue(result.optimized().macs());
    assertThat(PlanFile.read(folder.resolve("run.json"))).isEqualTo(plan);
    assertThatThrownBy(() -> plan.narrow(MOBILENET))
        .hasMessageContaining("for tiny, not for mobilenet");
  }

  @Test
  void illegalWidthsNameTheGroupAndTheNearestLegalOne() {
    assertRefused(
        MOBILENET,
        "{\"widths\": {\"stem.conv\": 33}}",
        "stem.conv has 32 channels",
        "nearest legal plan keeps stem.conv at 32");
    assertRefused(MOBILENET, "{\"widths\": {\"stem.conv\": 0}}", "stem.conv", "at least 1");
    assertRefused(MOBILENET, "{\"widths\": {\"stem\": 3}}", "'stem'", "stem.conv (32)");
  }

  @Test
  void widthsThatBreakEqualPartsAreExplained() {
    ChannelGroups groups = ChannelGroups.of(SHUFFLENET);
    int group = groups.constrained().get(0).get(0);
    String name = groups.groups().get(group).name();
    int full = groups.full().width(group);
    WidthPlan illegal = groups.full().with(group, full - 1);
    assertThat(groups.isLegal(illegal)).isFalse();
    assertRefused(
        SHUFFLENET,
        "{\"widths\": {\"" + name + "\": " + (full - 1) + "}}",
        "cannot keep its equal parts",
        name + " at " + (full - 1),
        "nearest legal plan keeps ");
  }

  @Test
  void aRunOnOtherPicturesIsRefused() {
    PlanFile plan =
        new PlanFile(
            Path.of("run.json"),
            Optional.of("mobilenet"),
            Optional.of(10),
            Optional.of(1L),
            ChannelGroups.of(MOBILENET).toMap(ChannelGroups.of(MOBILENET).full()));
    assertThatThrownBy(() -> plan.narrow(MOBILENET)).hasMessageContaining("--input-size");
  }

  @Test
  void whatIsNoPlanIsRefused() {
    assertRefused(MOBILENET, "[]", "holds no widths");
    assertRefused(MOBILENET, "{\"widths\": [3]}", "holds no widths");
    assertRefused(MOBILENET, "{\"widths\": {\"stem.conv\": 3.5}}", "widths.stem.conv");
    assertRefused(MOBILENET, "{\"format\": 2, \"widths\": {\"stem.conv\": 3}}", "'format'");
    assertRefused(MOBILENET, "{\"groups\": 2, \"widths\": {\"stem.conv\": 3}}", "'groups'");
    assertRefused(MOBILENET, "{", "no JSON");
    assertThatThrownBy(() -> PlanFile.read(folder.resolve("missing.json")))
        .isInstanceOf(NotchException.class)
        .hasMessageContaining("missing.json");
  }

  private void assertRefused(Network network, String json, String... reasons) {
    assertThatThrownBy(() -> plan(json).narrow(network))
        .isInstanceOf(NotchException.class)
        .hasMessageContainingAll(reasons);
  }

  private PlanFile plan(String json) {
    Path file = folder.resolve("plan.json");
    AtomicFile.writeText(file, json);
    return PlanFile.read(file);
  }
}
