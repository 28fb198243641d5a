package dev.notch.cli;

import dev.notch.compressor.job.Done;
import dev.notch.compressor.run.CompressionResult;
import dev.notch.compressor.run.CompressionResult.Latency;
import dev.notch.compressor.run.CompressionResult.NetworkResult;
import java.util.Locale;

/** The table at the end of a run: before and after. */
final class Summary {

  private Summary() {}

  static String of(Done done) {
    CompressionResult result = done.result();
    NetworkResult before = result.baseline();
    NetworkResult after = result.optimized();
    StringBuilder text = new StringBuilder();
    line(text, "%-26s %12s %12s", result.model(), "before", "after");
    line(
        text,
        "%-26s %10.2f %% %10.2f %%",
        "test accuracy (top-1)",
        100 * before.accuracy().test(),
        100 * after.accuracy().test());
    line(
        text,
        "%-26s %10.2f %% %10.2f %%",
        "validation accuracy",
        100 * before.accuracy().validation(),
        100 * after.accuracy().validation());
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

  private static double measured(Latency latency) {
    return latency.measured().map(CompressionResult.Measured::quietMs).orElse(Double.NaN);
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
