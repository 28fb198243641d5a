package dev.notch.cli;

import dev.notch.compressor.job.Done;
import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.run.CompressionResult.Accuracy;
import dev.notch.compressor.run.CompressionResult.Latency;
import dev.notch.compressor.run.CompressionResult.Measured;
import dev.notch.compressor.run.CompressionResult.NetworkResult;
import dev.notch.compressor.run.CompressionResult.Original;
import dev.notch.models.source.ModelSource;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The table at the end of a run: before and after. */
final class Summary {

  private Summary() {}

  static String of(Done done) {
    CompressionResult result = done.result();
    NetworkResult before = result.baseline();
    NetworkResult after = result.optimized();
    StringBuilder text = new StringBuilder();
    line(text, "%-26s %12s %12s", title(result.model()), "before", "after");
    accuracy(text, "test accuracy (top-1)", before, after, Accuracy::test);
    accuracy(text, "validation accuracy", before, after, Accuracy::validation);
    result.original().flatMap(Original::measured).ifPresent(m -> original(text, m));
    line(
        text,
        "%-26s %9.3f ms %9.3f ms",
        "latency, measured",
        measured(before.latency()),
        measured(after.latency()));
    line(
        text,
        "%-26s %9.3f ms %9.3f ms",
        "latency, predicted",
        before.latency().predictedMs(),
        after.latency().predictedMs());
    line(text, "%-26s %12d %12d", "parameters", before.params(), after.params());
    line(text, "%-26s %10.2f M %10.2f M", "MACs", before.macs() / 1e6, after.macs() / 1e6);
    line(
        text,
        "speedup %.2fx (95 %% interval %.2f to %.2f) on %s %s, %d thread(s)",
        result.speedup().ratio(),
        result.speedup().low(),
        result.speedup().high(),
        result.runtime(),
        result.runtimeVersion(),
        result.threads());
    line(
        text,
        "budget %s: %s (ratio %.3f, allowed %.3f, tolerance %.2f)",
        result.budget().asked(),
        result.budget().met() ? "met" : "missed",
        result.budget().ratio(),
        result.budget().allowed(),
        result.budget().tolerance());
    line(text, "guard %s", result.guard().verdict());
    line(text, "%s", result.outcome().message());
    line(text, "written to %s", done.folder());
    return text.toString();
  }

  /** A file's path would not fit; its name mostly does. */
  private static String title(String model) {
    return model.endsWith(ModelSource.SUFFIX)
        ? String.valueOf(Path.of(model).getFileName())
        : model;
  }

  private static void accuracy(
      StringBuilder text,
      String title,
      NetworkResult before,
      NetworkResult after,
      ToDoubleFunction<Accuracy> which) {
    if (before.accuracy().isPresent() && after.accuracy().isPresent()) {
      line(
          text,
          "%-26s %10.2f %% %10.2f %%",
          title,
          100 * which.applyAsDouble(before.accuracy().get()),
          100 * which.applyAsDouble(after.accuracy().get()));
    } else {
      line(text, "%-26s %12s %12s", title, "not measured", "not measured");
    }
  }

  private static void original(StringBuilder text, Measured measured) {
    line(text, "%-26s %9.3f ms", "the file as it came", measured.quietMs());
  }

  private static double measured(Latency latency) {
    return latency.measured().map(Measured::quietMs).orElse(Double.NaN);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
