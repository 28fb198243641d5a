package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.notch.models.NotchException;
import dev.notch.models.graph.ImageSize;
import dev.notch.models.graph.Layer.Input;
import dev.notch.models.onnx.OnnxSignature.Port;
import dev.notch.models.onnx.OnnxSignature.Precision;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The tensor that goes in.
 *
 * @param dims of one image, as the file has them
 * @param channelsLast whether these are height, width, channels
 * @param batch its number of images, if that is fixed
 */
record InputPort(
    String name,
    int[] dims,
    boolean channelsLast,
    Optional<Integer> batch,
    String batchName,
    Precision precision) {

  private static final int MOST_COLOURS = 4;
  private static final int COLOURS = 3;

  /**
   * @param image what to take for sizes that the file leaves open
   * @throws NotchException if the file does not say enough about the input
   */
  static InputPort of(ValueInfoProto input, Optional<ImageSize> image, Path file) {
    String name = Text.shown(input.getName());
    TypeProto type = input.getType();
    if (!type.hasTensorType() || !type.getTensorType().hasShape()) {
      throw new NotchException(
          file + " does not say of what shape its input " + name + " is; export it with a shape");
    }
    Precision precision = precision(type, file, "input " + name);
    List<Dimension> shape = type.getTensorType().getShape().getDimList();
    if (shape.size() < 2 || shape.size() > 4) {
      throw new NotchException(
          file
              + " has an input "
              + name
              + " of rank "
              + shape.size()
              + "; networks on images (rank 4), rows (3) and vectors (2) can be read");
    }
    Dimension first = shape.get(0);
    int[] dims = dims(shape.subList(1, shape.size()), image, file, name);
    Optional<Integer> batch =
        first.getDimValue() > 0 ? Optional.of(size(first, file, name)) : Optional.empty();
    return new InputPort(
        input.getName(), dims, channelsLast(dims), batch, first.getDimParam(), precision);
  }

  static Precision precision(TypeProto type, Path file, String what) {
    int number = type.getTensorType().getElemType();
    try {
      return switch (ElementType.of(number)) {
        case FLOAT -> Precision.FLOAT32;
        case FLOAT16 -> Precision.FLOAT16;
        case BFLOAT16 -> Precision.BFLOAT16;
        case DOUBLE -> Precision.FLOAT64;
        default -> throw new UnsupportedNodeException("whole numbers are not supported");
      };
    } catch (UnsupportedNodeException e) {
      throw new NotchException(
          file
              + " has an "
              + what
              + " of a type that cannot be read ("
              + e.getMessage()
              + "); export it with floating-point images",
          e);
    }
  }

  private static int[] dims(
      List<Dimension> shape, Optional<ImageSize> image, Path file, String name) {
    int[] dims = new int[shape.size()];
    for (int i = 0; i < dims.length; i++) {
      Dimension dim = shape.get(i);
      if (dim.getDimValue() > 0) {
        dims[i] = size(dim, file, name);
      } else if (dim.getDimValue() < 0 || image.isEmpty()) {
        throw new NotchException(
            file
                + " leaves the size of its input "
                + name
                + " open; say which with --input-size, 224 or 64x128 (height x width), or export it with"
                + " fixed channels, height and width");
      }
    }
    return image.map(size -> filled(dims, size, file, name)).orElse(dims);
  }

  private static int[] filled(int[] dims, ImageSize image, Path file, String name) {
    if (dims.length == 3) {
      int[] first = {open(dims[0], COLOURS), image.height(), image.width()};
      int[] last = {image.height(), image.width(), open(dims[2], COLOURS)};
      for (int[] wanted : List.of(first, last)) {
        if (agree(dims, wanted)) {
          return wanted;
        }
      }
    }
    throw new NotchException(
        file
            + " cannot be read for images of "
            + image
            + ": its input "
            + name
            + " is "
            + Arrays.toString(dims));
  }

  private static int open(int dim, int otherwise) {
    return dim == 0 ? otherwise : dim;
  }

  private static boolean agree(int[] dims, int[] wanted) {
    return IntStream.range(0, dims.length).allMatch(i -> open(dims[i], wanted[i]) == wanted[i]);
  }

  private static int size(Dimension dim, Path file, String name) {
    if (dim.getDimValue() > Integer.MAX_VALUE) {
      throw new NotchException(
          file + " is damaged: its input " + name + " has a dimension of " + dim.getDimValue());
    }
    return (int) dim.getDimValue();
  }

  private static boolean channelsLast(int[] dims) {
    return dims.length == 3 && dims[2] <= MOST_COLOURS && dims[0] > MOST_COLOURS;
  }

  /** Adds the network's input and returns what the file sees of it. */
  View add(Assembly net) {
    int[] own = channelsLast ? new int[] {dims[2], dims[0], dims[1]} : dims;
    int node = net.add(name, new Input(Assembly.shapeOf(own)));
    View view = View.of(node, net.shape(node), own);
    return channelsLast ? view.permute(new int[] {1, 2, 0}, name) : view;
  }

  Port port() {
    return new Port(name, Assembly.list(dims), precision);
  }
}
