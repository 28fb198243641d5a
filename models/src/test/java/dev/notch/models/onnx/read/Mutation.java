package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Valid files made invalid: bytes at random, or numbers and names where they hurt. */
final class Mutation {
  private static final long[] NASTY = {
    0,
    -1,
    1,
    2,
    3,
    7,
    64,
    65_536,
    1L << 20,
    1L << 30,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Batch.SIZE,
    2 * Batch.SIZE,
    1L << 32,
    1L << 40,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final SplittableRandom random;

  Mutation(long seed) {
    this.random = new SplittableRandom(seed);
  }

  byte[] of(byte[] valid) {
    return random.nextBoolean() ? bytes(valid) : structure(valid);
  }

  private byte[] bytes(byte[] valid) {
    byte[] bytes = valid.clone();
    int changes = random.nextInt(1, 6);
    for (int i = 0; i < changes; i++) {
      int place = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[place] = (byte) random.nextInt(256);
        case 1 -> bytes[place] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[place]++;
        default -> {
          int length = Math.min(random.nextInt(1, 9), bytes.length - place);
          int from = random.nextInt(bytes.length - length + 1);
          System.arraycopy(bytes, from, bytes, place, length);
        }
      }
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  private byte[] structure(byte[] valid) {
    try {
      ModelProto.Builder model = ModelProto.parseFrom(valid).toBuilder();
      int changes = random.nextInt(1, 4);
      for (int i = 0; i < changes; i++) {
        change(model);
      }
      return model.build().toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a valid file to begin with", e);
    }
  }

  private void change(ModelProto.Builder model) {
    GraphProto.Builder graph = model.getGraphBuilder();
    switch (random.nextInt(6)) {
      case 0, 1 -> weight(graph);
      case 2, 3 -> attribute(graph);
      case 4 -> wiring(graph);
      default -> dimension(model);
    }
  }

  private long nasty() {
    return random.nextInt(4) == 0 ? random.nextLong() : NASTY[random.nextInt(NASTY.length)];
  }

  private void weight(GraphProto.Builder graph) {
    if (graph.getInitializerCount() == 0) {
      return;
    }
    int index = random.nextInt(graph.getInitializerCount());
    TensorProto.Builder tensor = graph.getInitializerBuilder(index);
    if (tensor.getInt64DataCount() > 0 && random.nextInt(3) > 0) {
      tensor.setInt64Data(random.nextInt(tensor.getInt64DataCount()), nasty());
    } else if (tensor.getFloatDataCount() > 0 && random.nextBoolean()) {
      tensor.setFloatData(
          random.nextInt(tensor.getFloatDataCount()), Float.intBitsToFloat(random.nextInt()));
    } else if (tensor.getDimsCount() > 0) {
      tensor.setDims(random.nextInt(tensor.getDimsCount()), nasty());
    } else {
      tensor.addDims(nasty());
    }
  }

  private void attribute(GraphProto.Builder graph) {
    NodeProto.Builder node = node(graph);
    if (node.getAttributeCount() == 0) {
      node.addAttribute(HandMade.i(random.nextBoolean() ? "axis" : "keepdims", nasty()));
      return;
    }
    AttributeProto.Builder attribute =
        node.getAttributeBuilder(random.nextInt(node.getAttributeCount()));
    if (attribute.getIntsCount() > 0) {
      attribute.setInts(random.nextInt(attribute.getIntsCount()), nasty());
    } else {
      attribute.setI(nasty()).setF(Float.intBitsToFloat(random.nextInt()));
    }
  }

  private NodeProto.Builder node(GraphProto.Builder graph) {
    return graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
  }

  /** A node reads, or is, something else. */
  private void wiring(GraphProto.Builder graph) {
    NodeProto.Builder node = node(graph);
    NodeProto.Builder other = node(graph);
    switch (random.nextInt(3)) {
      case 0 -> node.setOpType(other.getOpType());
      case 1 -> {
        if (node.getInputCount() > 0) {
          node.setInput(random.nextInt(node.getInputCount()), other.getOutput(0));
        }
      }
      default -> {
        if (other.getInputCount() > 0) {
          node.addInput(other.getInput(random.nextInt(other.getInputCount())));
        }
      }
    }
  }

  private void dimension(ModelProto.Builder model) {
    if (random.nextInt(4) == 0) {
      model.getOpsetImportBuilder(0).setVersion(random.nextInt(6, 27));
      return;
    }
    GraphProto.Builder graph = model.getGraphBuilder();
    var shape = graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    if (shape.getDimCount() > 0) {
      shape.getDimBuilder(random.nextInt(shape.getDimCount())).setDimValue(nasty());
    }
  }
}
