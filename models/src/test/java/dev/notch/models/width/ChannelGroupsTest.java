package dev.notch.models.width;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.zoo.Zoo;
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
    Network network = Zoo.build(name, 100, IMAGE);
    assertThat(ChannelGroups.of(network).groups()).hasSize(expected);
  }
}
