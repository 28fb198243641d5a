package dev.notch.models.onnx.read;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import dev.notch.models.NotchException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators of a file, those of functions that the file defines itself in the calls' places.
 */
final class Inlining {
  private static final int DEEPEST = 16;
  private static final int LONGEST_NAME = 100;
  private static final int MOST_OPERATORS = 50_000;
  private static final long MOST_ENDS = 400_000;

  /** Operators, inputs, outputs and attributes that calls may come to. */
  private static final int MOST_PARTS = 1_000_000;

  private final Path file;
  private final Map<List<String>, FunctionProto> functions = new HashMap<>();
  private final List<Op> ops = new ArrayList<>();
  private int calls;
  private int parts;
  private long ends;

  private Inlining(Path file) {
    this.file = file;
  }

  /**
   * @param opset of the operators that are called outside of functions
   * @throws NotchException if functions call one another without end
   */
  static List<Op> ops(ModelProto model, int opset, Path file) {
    Inlining inlining = new Inlining(file);
    for (FunctionProto function : model.getFunctionsList()) {
      inlining.functions.put(List.of(function.getDomain(), function.getName()), function);
    }
    for (NodeProto node : model.getGraph().getNodeList()) {
      inlining.add(node, opset, 0);
    }
    return inlining.ops;
  }

  private void add(NodeProto node, int opset, int depth) {
    FunctionProto function = functions.get(List.of(node.getDomain(), node.getOpType()));
    if (function == null) {
      ends += node.getInputCount() + node.getOutputCount();
      if (ops.size() >= MOST_OPERATORS || ends > MOST_ENDS) {
        throw new NotchException(
            file
                + " has more than "
                + MOST_OPERATORS
                + " nodes, or "
                + MOST_ENDS
                + " inputs and outputs of nodes");
      }
      ops.add(Op.of(node, opset));
    } else if (depth < DEEPEST) {
      inline(node, function, opset, depth);
    } else {
      throw damaged("they call one another too often");
    }
  }

  private void inline(NodeProto call, FunctionProto function, int opset, int depth) {
    count(function.getInputCount() + function.getAttributeProtoCount() + call.getAttributeCount());
    Map<String, String> names = names(call, function);
    Map<String, AttributeProto> given = attributes(call, function);
    int own = opset(function, opset);
    String prefix = prefix(call, function);
    for (NodeProto node : function.getNodeList()) {
      count(node.getInputCount() + node.getOutputCount() + node.getAttributeCount());
      NodeProto.Builder copy = node.toBuilder().clearInput().clearOutput().clearAttribute();
      copy.setName(
          prefix + shortened(node.getName().isEmpty() ? node.getOpType() : node.getName()));
      node.getInputList().forEach(name -> copy.addInput(renamed(names, prefix, name)));
      node.getOutputList().forEach(name -> copy.addOutput(renamed(names, prefix, name)));
      node.getAttributeList().forEach(a -> addAttribute(copy, a, given));
      add(copy.build(), own, depth + 1);
    }
  }

  private void count(int more) {
    parts += 1 + more;
    if (parts < 0 || parts > MOST_PARTS) {
      throw damaged("they come to more than " + MOST_PARTS + " parts");
    }
  }

  /** What all names of a call begin with, none of another. */
  private String prefix(NodeProto call, FunctionProto function) {
    String name = call.getName().isEmpty() ? function.getName() : call.getName();
    return shortened(name) + "#" + calls++ + ".";
  }

  private static String shortened(String name) {
    return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /** What the function's inputs and outputs are called where it is called. */
  private static Map<String, String> names(NodeProto call, FunctionProto function) {
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < function.getInputCount(); i++) {
      names.put(function.getInput(i), i < call.getInputCount() ? call.getInput(i) : "");
    }
    for (int i = 0; i < Math.min(call.getOutputCount(), function.getOutputCount()); i++) {
      if (!call.getOutput(i).isEmpty()) {
        names.put(function.getOutput(i), call.getOutput(i));
      }
    }
    return names;
  }

  private static String renamed(Map<String, String> names, String prefix, String name) {
    return name.isEmpty() ? name : names.computeIfAbsent(name, n -> prefix + names.size());
  }

  private static Map<String, AttributeProto> attributes(NodeProto call, FunctionProto function) {
    Map<String, AttributeProto> given = new HashMap<>();
    function.getAttributeProtoList().forEach(a -> given.put(a.getName(), a));
    call.getAttributeList().forEach(a -> given.put(a.getName(), a));
    return given;
  }

  /** An attribute that refers to one of the call's is left out if the call does not have it. */
  private static void addAttribute(
      NodeProto.Builder node, AttributeProto attribute, Map<String, AttributeProto> given) {
    if (attribute.getRefAttrName().isEmpty()) {
      node.addAttribute(attribute);
      return;
    }
    AttributeProto value = given.get(attribute.getRefAttrName());
    if (value != null) {
      node.addAttribute(value.toBuilder().setName(attribute.getName()));
    }
  }

  private static int opset(FunctionProto function, int otherwise) {
    for (OperatorSetIdProto set : function.getOpsetImportList()) {
      if (set.getDomain().isEmpty() || set.getDomain().equals("ai.onnx")) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, set.getVersion()));
      }
    }
    return otherwise;
  }

  private NotchException damaged(String what) {
    return new NotchException(
        file + " cannot be read: it defines functions, and " + what + "; export it again");
  }
}
