package dev.notch.models.zoo;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import java.util.Comparator;
import java.util.List;

/**
 * The networks that Notch knows by name. Errors are those that the reference repository publishes;
 * nothing here was measured by Notch.
 */
public final class Zoo {

  private interface Architecture {
    Network build(String name, int classes, Shape input);
  }

  private record Member(ZooEntry entry, Architecture architecture) {}

  private static final List<Member> MEMBERS =
      List.of(
          member("vgg16", "VGG-16", "arXiv:1409.1556", 27.07, 8.84, 32, Vgg::vgg16),
          member("resnet50", "ResNet-50", "arXiv:1512.03385", 22.61, 6.04, 1, ResNet::resnet50),
          member(
              "seresnet50", "SE-ResNet-50", "arXiv:1709.01507", 21.42, 5.58, 1, ResNet::seresnet50),
          member(
              "mobilenet", "MobileNet", "arXiv:1704.04861", 34.02, 10.56, 1, MobileNet::mobilenet),
          member(
              "mobilenetv2",
              "MobileNetV2",
              "arXiv:1801.04381",
              31.92,
              9.02,
              1,
              MobileNetV2::mobilenetv2),
          member(
              "shufflenet",
              "ShuffleNet",
              "arXiv:1707.01083",
              29.94,
              8.35,
              1,
              ShuffleNet::shufflenet),
          member(
              "shufflenetv2",
              "ShuffleNetV2",
              "arXiv:1807.11164",
              30.49,
              8.49,
              1,
              ShuffleNetV2::shufflenetv2),
          member("xception", "Xception", "arXiv:1610.02357", 25.07, 7.32, 1, Xception::xception),
          member(
              "inceptionv3",
              "Inception v3",
              "arXiv:1512.00567",
              22.81,
              6.39,
              9,
              InceptionV3::inceptionv3),
          member(
              "inceptionv4",
              "Inception v4",
              "arXiv:1602.07261",
              24.14,
              6.9,
              5,
              InceptionV4::inceptionv4));

  private Zoo() {}

  /** All names, always in the same order. */
  public static List<String> names() {
    return MEMBERS.stream().map(member -> member.entry().name()).toList();
  }

  /**
   * @throws NotchException if there is no such network
   */
  public static ZooEntry entry(String name) {
    return member(name).entry();
  }

  /**
   * The network for images of shape {@code input} with {@code classes} outputs (logits, without
   * softmax).
   *
   * @throws NotchException if there is no such network, or the image is too small for it
   */
  public static Network build(String name, int classes, Shape input) {
    Member member = member(name);
    if (classes < 1) {
      throw new NotchException("a network needs at least one class, not " + classes);
    }
    int smallest = member.entry().smallestInput();
    if (Math.min(input.height(), input.width()) < smallest) {
      throw new NotchException(
          "%s takes images of at least %dx%d, not %dx%d"
              .formatted(name, smallest, smallest, input.height(), input.width()));
    }
    return member.architecture().build(name, classes, input);
  }

  private static Member member(
      String name,
      String title,
      String paper,
      double top1Error,
      double top5Error,
      int smallestInput,
      Architecture architecture) {
    return new Member(
        new ZooEntry(name, title, paper, top1Error, top5Error, smallestInput), architecture);
  }

  private static Member member(String name) {
    return MEMBERS.stream()
        .filter(member -> member.entry().name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static NotchException unknown(String name) {
    String nearest =
        names().stream()
            .min(Comparator.comparingInt(known -> EditDistance.between(name, known)))
            .orElseThrow();
    return new NotchException(
        "no network is called '%s': did you mean %s? Known are %s"
            .formatted(name, nearest, String.join(", ", names())));
  }
}
