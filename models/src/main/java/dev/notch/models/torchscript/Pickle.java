package dev.notch.models.torchscript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A pickle of protocol 2, in the opcodes that libtorch knows. */
final class Pickle {
  private static final int LARGEST_BYTE = 255;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Pickle() {
    op(0x80).op(2);
  }

  /** A class or function by name. */
  Pickle global(String module, String name) {
    op('c').raw(module + "\n" + name + "\n");
    return this;
  }

  Pickle string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    op('X').number(bytes.length).raw(text);
    return this;
  }

  Pickle integer(int value) {
    return value >= 0 && value <= LARGEST_BYTE ? op('K').op(value) : op('J').number(value);
  }

  Pickle no() {
    return op(0x89);
  }

  Pickle mark() {
    return op('(');
  }

  /** Of all since the mark. */
  Pickle tuple() {
    return op('t');
  }

  Pickle emptyTuple() {
    return op(')');
  }

  Pickle emptyDictionary() {
    return op('}');
  }

  /** A new object of the class and the arguments before it. */
  Pickle instance() {
    return op(0x81);
  }

  /** Calls the function before it with the arguments before it. */
  Pickle call() {
    return op('R');
  }

  /** Replaces the tuple before it by what it stands for outside the pickle. */
  Pickle persistent() {
    return op('Q');
  }

  /** Puts all since the mark, keys and values in turn, into the dictionary before it. */
  Pickle items() {
    return op('u');
  }

  /** Gives the object before it the state before it. */
  Pickle state() {
    return op('b');
  }

  byte[] end() {
    return op('.').out.toByteArray();
  }

  private Pickle op(int code) {
    out.write(code);
    return this;
  }

  private Pickle number(int value) {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    out.writeBytes(bytes);
    return this;
  }

  private void raw(String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
