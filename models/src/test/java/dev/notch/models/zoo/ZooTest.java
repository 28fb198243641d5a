package dev.notch.models.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import dev.notch.models.graph.InvalidNetworkException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ZooTest {

  static List<String> names() {
    return Zoo.names();
  }

  @Test
  void knowsTenNetworksInOneOrder() {
    assertThat(Zoo.names())
        .containsExactly(
            "vgg16",
            "resnet50",
            "seresnet50",
            "mobilenet",
            "mobilenetv2",
            "shufflenet",
            "shufflenetv2",
            "xception",
            "inceptionv3",
            "inceptionv4");
  }

  @ParameterizedTest
  @MethodSource("names")
  void buildsTheSameNetworkTwice(String name) {
    Shape input = new Shape(3, 32, 32);
    assertThat(Zoo.build(name, 10, input)).isEqualTo(Zoo.build(name, 10, input));
    assertThat(Zoo.build(name, 10, input).name()).isEqualTo(name).isEqualTo(Zoo.entry(name).name());
  }

  @ParameterizedTest
  @MethodSource("names")
  void takesAnyClassCountAndInput(String name) {
    Network network = Zoo.build(name, 7, new Shape(1, 45, 64));
    assertThat(network.classes()).isEqualTo(7);
    assertThat(network.inputShape()).isEqualTo(new Shape(1, 45, 64));
    assertThat(Zoo.build(name, 1000, new Shape(3, 224, 224)).classes()).isEqualTo(1000);
    assertThat(Zoo.build(name, 1, new Shape(4, 33, 32)).classes()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("names")
  void statesTheSmallestInputThatReallyWorks(String name) {
    int smallest = Zoo.entry(name).smallestInput();
    assertThat(Zoo.build(name, 10, new Shape(3, smallest, smallest)).classes()).isEqualTo(10);
    assertThat(Zoo.build(name, 10, new Shape(3, smallest, 40)).classes()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource({"vgg16, 32", "inceptionv3, 9", "inceptionv4, 5"})
  void refusesSmallerInputs(String name, int smallest) {
    for (Shape small : List.of(new Shape(3, smallest - 1, 40), new Shape(3, 40, smallest - 1))) {
      assertThatExceptionOfType(NotchException.class)
          .isThrownBy(() -> Zoo.build(name, 10, small))
          .withMessageContainingAll(name, "at least %dx%d".formatted(smallest, smallest));
      // The limit is the architecture's own, not caution.
      assertThatThrownBy(() -> architecture(name, small))
          .isInstanceOf(InvalidNetworkException.class);
    }
  }

  private static Network architecture(String name, Shape input) {
    return switch (name) {
      case "vgg16" -> Vgg.vgg16(name, 10, input);
      case "inceptionv3" -> InceptionV3.inceptionv3(name, 10, input);
      default -> InceptionV4.inceptionv4(name, 10, input);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "mobilnet, mobilenet",
    "resnet-50, resnet50",
    "MobileNetV2, mobilenetv2",
    "inception4, inceptionv4",
    "vgg, vgg16"
  })
  void suggestsTheNearestName(String wrong, String meant) {
    assertThatExceptionOfType(NotchException.class)
        .isThrownBy(() -> Zoo.entry(wrong))
        .withMessageContainingAll("'" + wrong + "'", "did you mean " + meant + "?", "xception");
  }

  @Test
  void needsAClass() {
    assertThatExceptionOfType(NotchException.class)
        .isThrownBy(() -> Zoo.build("vgg16", 0, new Shape(3, 32, 32)))
        .withMessageContaining("at least one class");
  }
}
