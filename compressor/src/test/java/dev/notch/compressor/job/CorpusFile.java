package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.models.NotchException;
import dev.notch.models.graph.ImageSize;
import dev.notch.models.graph.Network;
import dev.notch.models.onnx.ImportedNetwork;
import dev.notch.models.onnx.OnnxOptions;
import dev.notch.models.onnx.OnnxReader;
import dev.notch.models.onnx.OnnxWriter;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.width.Narrowing;
import dev.notch.models.width.WidthPlan;
import dev.notch.profiler.onnx.ForeignModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;

/** Everything that is asked of one ONNX file, whoever wrote it. */
final class CorpusFile {
  /** Of what a table shows of a refusal. */
  private static final int LONGEST = 250;

  private final Path file;
  private final Path scratch;
  private final CorpusRow row;
  private final Equality equality = new Equality(Optional.empty());

  /**
   * @param scratch an empty folder for what is written
   */
  CorpusFile(Path file, Path scratch) {
    this.file = file;
    this.scratch = scratch;
    this.row = new CorpusRow(String.valueOf(file.getFileName()).replaceAll("\\.onnx$", ""));
  }

  CorpusRow check(int plans) {
    try {
      read().ifPresent(read -> check(read, plans));
    } catch (RuntimeException | OutOfMemoryError e) {
      row.problem(e.toString());
    }
    return row;
  }

  private Optional<ImportedNetwork> read() {
    long start = System.nanoTime();
    try {
      ImportedNetwork read = open();
      row.put("read (ms)", "%.0f", millis(start));
      return Optional.of(read);
    } catch (NotchException e) {
      String message = e.getMessage().replace(file.toString(), String.valueOf(file.getFileName()));
      boolean whole = message.length() <= LONGEST;
      row.put("read (ms)", "refused: %s", whole ? message : message.substring(0, LONGEST) + " …");
      if (message.contains("\n")) {
        row.problem("refused in more than one line");
      }
      return Optional.empty();
    }
  }

  /** For images of the size that was asked for, where the file leaves that open. */
  private ImportedNetwork open() {
    String size = System.getProperty("notch.corpus.size", "");
    try {
      return OnnxReader.read(file);
    } catch (NotchException refused) {
      if (size.isEmpty()) {
        throw refused;
      }
      try {
        return OnnxReader.read(file, ImageSize.parse(size));
      } catch (NotchException again) {
        refused.addSuppressed(again);
        throw refused;
      }
    }
  }

  private static double millis(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private void check(ImportedNetwork read, int plans) {
    long start = System.nanoTime();
    ChannelGroups groups = ChannelGroups.of(read.network());
    row.put("coupling (ms)", "%.0f", millis(start));
    describe(groups);
    if (loads(read)) {
      attempt(() -> row.put("equality", "%.0e", equality.original(file, read)));
    }
    attempt(() -> row.put("written", "%.0e", write(read)));
    if (groups.size() > 0) {
      attempt(() -> cut(read, groups, plans));
    }
  }

  /** Whether the file is one that ONNX Runtime takes; if not, there is nothing to compare. */
  private boolean loads(ImportedNetwork read) {
    try (ForeignModel model = new ForeignModel(file, read.signature().input().dims(), 1)) {
      return !model.outputNames().isEmpty();
    } catch (NotchException e) {
      row.put("equality", "ONNX Runtime refuses the file");
      return false;
    }
  }

  private void describe(ChannelGroups groups) {
    Network network = groups.network();
    row.put("layers", "%d", network.nodes().size());
    row.put("groups free / frozen", "%d / %d", groups.size(), groups.frozen().size());
    Network half = Narrowing.narrow(network, groups, groups.uniform(0.5));
    double kept = (double) half.counts().macs() / network.counts().macs();
    row.put("MACs that can be cut", "%.0f %%", 100 * (1 - kept));
  }

  /** What fails does not hide what comes after it. */
  private void attempt(Runnable check) {
    try {
      check.run();
    } catch (RuntimeException e) {
      row.problem(e.toString());
    }
  }

  private double write(ImportedNetwork read) {
    Path rewritten = scratch.resolve("rewritten.onnx");
    OnnxOptions options = OnnxOptions.like(read.signature());
    OnnxWriter.write(read.network(), read.weights(), options, rewritten);
    return equality.written(rewritten, new Weighted(read.network(), read.weights()), options);
  }

  private void cut(ImportedNetwork read, ChannelGroups groups, int plans) {
    CorpusSurgery surgery = new CorpusSurgery(read, groups, scratch);
    double exact = 0;
    double runtime = 0;
    int mute = 0;
    for (int seed = 0; seed < plans; seed++) {
      WidthPlan plan = groups.random(new SplittableRandom(seed));
      CorpusSurgery.Found found = surgery.cut(plan, seed);
      exact = Math.max(exact, found.exact());
      runtime = Math.max(runtime, found.runtime());
      mute += found.mute() ? 1 : 0;
      found.problems().forEach(row::problem);
    }
    row.put("plans", "%d", plans);
    row.put("mute", "%d", mute);
    row.put("oracle, float64", "%.0e", exact);
    row.put("oracle, ONNX Runtime", "%.0e", runtime);
  }
}
