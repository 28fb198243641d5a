package dev.notch.profiler;

import dev.notch.models.NotchException;
import dev.notch.models.graph.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The text form of a layer configuration. */
final class ConfigText {
  private static final List<String> KEYS =
      List.of("in", "out", "k", "s", "p", "d", "g", "h", "w", "fused");

  private ConfigText() {}

  static String print(LayerConfig c) {
    Window window = c.window();
    String text =
        c.kind().label()
            + " in="
            + c.in()
            + " out="
            + c.out()
            + " k="
            + pair(window.kernelHeight(), window.kernelWidth())
            + " s="
            + pair(window.strideHeight(), window.strideWidth())
            + " p="
            + padding(window)
            + (window.dilated()
                ? " d=" + pair(window.dilationHeight(), window.dilationWidth())
                : "")
            + " g="
            + c.groups()
            + " h="
            + c.height()
            + " w="
            + c.width();
    return c.fused().equals(Fusion.NONE) ? text : text + " fused=" + c.fused().label();
  }

  static LayerConfig parse(String text) {
    try {
      return read(text);
    } catch (IllegalArgumentException | ArithmeticException | NotchException e) {
      throw new NotchException("layer '" + text + "': " + e.getMessage(), e);
    }
  }

  private static LayerConfig read(String text) {
    String[] words = text.strip().split("\\s+");
    OpKind kind = OpKind.parse(words[0]);
    Map<String, String> values = values(words);
    int in = number(values, "in", 0);
    int height = number(values, "h", 1);
    int width = number(values, "w", height);
    int out = number(values, "out", kind == OpKind.FLATTEN ? in * height * width : in);
    return new LayerConfig(
        kind,
        in,
        out,
        height,
        width,
        window(kind, values),
        number(values, "g", defaultGroups(kind, in)),
        Fusion.parse(values.getOrDefault("fused", "")));
  }

  private static Map<String, String> values(String[] words) {
    Map<String, String> values = new HashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String key = equals < 0 ? words[i] : words[i].substring(0, equals);
      if (equals < 0 || !KEYS.contains(key)) {
        throw new IllegalArgumentException("'" + words[i] + "' is not key=value with " + KEYS);
      }
      if (values.put(key, words[i].substring(equals + 1)) != null) {
        throw new IllegalArgumentException(key + " stands twice");
      }
    }
    return values;
  }

  private static Window window(OpKind kind, Map<String, String> values) {
    if (!kind.windowed() && !values.containsKey("k")) {
      return LayerConfig.NO_WINDOW;
    }
    int[] kernel = pair(values, "k", "1");
    int[] stride = pair(values, "s", "1");
    int[] dilation = pair(values, "d", "1");
    String same = pair((kernel[0] - 1) * dilation[0] / 2, (kernel[1] - 1) * dilation[1] / 2);
    int[] pad = pads(values.getOrDefault("p", same));
    return new Window(
        kernel[0],
        kernel[1],
        stride[0],
        stride[1],
        pad[0],
        pad[1],
        pad[2],
        pad[3],
        dilation[0],
        dilation[1]);
  }

  private static String padding(Window w) {
    return w.symmetric()
        ? pair(w.padTop(), w.padLeft())
        : pair(w.padTop(), w.padLeft()) + "x" + pair(w.padBottom(), w.padRight());
  }

  /** Top, left, bottom, right from one number, from height and width, or from all four. */
  private static int[] pads(String text) {
    String[] parts = text.split("x", -1);
    if (parts.length == 3 || parts.length > 4) {
      throw new IllegalArgumentException("p must look like 1, 1x1 or 0x0x1x1, was " + text);
    }
    int[] pads = new int[4];
    for (int side = 0; side < pads.length; side++) {
      pads[side] = number("p", parts[side % parts.length]);
    }
    return pads;
  }

  private static int defaultGroups(OpKind kind, int in) {
    return switch (kind) {
      case DEPTHWISE -> in;
      case ADD, CONCAT, SPLIT, SHUFFLE -> 2;
      default -> 1;
    };
  }

  private static String pair(int first, int second) {
    return first + "x" + second;
  }

  private static int[] pair(Map<String, String> values, String key, String fallback) {
    String[] parts = values.getOrDefault(key, fallback).split("x", -1);
    if (parts.length > 2) {
      throw new IllegalArgumentException(key + " must look like 3 or 3x3, was " + values.get(key));
    }
    return new int[] {number(key, parts[0]), number(key, parts[parts.length - 1])};
  }

  private static int number(Map<String, String> values, String key, int fallback) {
    return values.containsKey(key) ? number(key, values.get(key)) : fallback;
  }

  private static int number(String key, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(key + " must be a whole number, was '" + value + "'", e);
    }
  }
}
