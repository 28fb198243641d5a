package dev.notch.models.torchscript;

import dev.notch.models.weights.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The ZIP file around a script: nothing compressed, tensors aligned, the same bytes each time. */
final class Archive {
  private static final String ROOT = "model/";
  private static final int ALIGNMENT = 64;

  /** Length of a local file header without name and extra field. */
  private static final int HEADER = 30;

  /** Header of an extra field: type and length, two bytes each. */
  private static final int EXTRA = 4;

  /** Marks padding in an extra field, as PyTorch does: "FB". */
  private static final short PADDING = 0x4246;

  /** The first format that holds a pickle of the module; PyTorch 1.5 and all later ones read it. */
  private static final String VERSION = "3\n";

  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private long offset;

  private Archive(OutputStream out) {
    zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
    zip.setMethod(ZipOutputStream.STORED);
  }

  static void write(
      OutputStream out, String code, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    Archive archive = new Archive(out);
    archive.put("data.pkl", module(tensors));
    archive.put("code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
    archive.put("constants.pkl", new Pickle().emptyTuple().end());
    archive.put("version", VERSION.getBytes(StandardCharsets.UTF_8));
    StringBuilder lines = new StringBuilder();
    metadata.forEach((key, value) -> lines.append(key).append('=').append(value).append('\n'));
    archive.put("extra/notch", lines.toString().getBytes(StandardCharsets.UTF_8));
    int index = 0;
    for (Tensor tensor : tensors.values()) {
      archive.put("data/" + index++, numbers(tensor));
    }
    archive.zip.finish();
  }

  private void put(String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(ROOT + name);
    CRC32 check = new CRC32();
    check.update(content);
    entry.setCrc(check.getValue());
    entry.setSize(content.length);
    entry.setTimeLocal(EPOCH);
    int header = HEADER + entry.getName().length() + EXTRA;
    int gap = Math.floorMod(-(offset + header), ALIGNMENT);
    entry.setExtra(
        ByteBuffer.allocate(EXTRA + gap)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort(PADDING)
            .putShort((short) gap)
            .array());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
    offset += header + gap + content.length;
  }

  private static byte[] numbers(Tensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(tensor.data().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.data());
    return bytes.array();
  }

  /** An object of the script's class with its attributes. */
  private static byte[] module(Map<String, Tensor> tensors) {
    Pickle pickle = new Pickle().global(Script.MODULE, Script.CLASS).emptyTuple().instance();
    pickle.emptyDictionary().mark().string("training").no();
    List<String> names = new ArrayList<>(tensors.keySet());
    for (int i = 0; i < names.size(); i++) {
      pickle.string(names.get(i));
      tensor(pickle, i, tensors.get(names.get(i)));
    }
    return pickle.items().state().end();
  }

  /** A call that makes a tensor of numbers that are stored under an index. */
  private static void tensor(Pickle pickle, int index, Tensor tensor) {
    pickle.global("torch._utils", "_rebuild_tensor_v2").mark();
    pickle.mark().string("storage").global("torch", "FloatStorage");
    pickle.string(Integer.toString(index)).string("cpu").integer(tensor.data().length);
    pickle.tuple().persistent().integer(0);
    pickle.mark();
    for (int size : tensor.shape()) {
      pickle.integer(size);
    }
    pickle.tuple().mark();
    for (int stride : strides(tensor.shape())) {
      pickle.integer(stride);
    }
    pickle.tuple().no().global("collections", "OrderedDict").emptyTuple().call().tuple().call();
  }

  private static int[] strides(int[] shape) {
    int[] strides = new int[shape.length];
    int step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= shape[i];
    }
    return strides;
  }
}
