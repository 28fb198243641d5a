package dev.notch.compressor.run;

import dev.notch.compressor.guard.Agreement;
import dev.notch.compressor.guard.Finding;
import dev.notch.compressor.guard.Verdict;
import dev.notch.models.NotchException;
import dev.notch.models.ToolVersion;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The content of {@code run.json}: what a run was asked, what it found and how it knows. Times are
 * in milliseconds, accuracies shares from 0 to 1, drops percentage points.
 *
 * @param format of this file
 * @param tool version of Notch
 * @param command what the user typed
 * @param device the machine in words
 * @param deviceFingerprint equal for equal machines
 * @param threads that executed the networks when they were measured
 * @param objective what the budget limits: {@code time}, {@code macs} or {@code params}
 * @param dataset absent if there were no pictures
 * @param original the file that the network came from; absent for a network by name
 * @param agreement of the outputs with the original's, if that is what the result was judged by
 * @param corrections predictions that measuring corrected, in order
 * @param seconds wall-clock time of each stage
 * @param notes what the user was told on the way
 */
public record CompressionResult(
    int format,
    String tool,
    String command,
    String model,
    Outcome outcome,
    String device,
    String deviceFingerprint,
    String runtime,
    String runtimeVersion,
    int threads,
    long seed,
    String effort,
    String objective,
    Optional<Dataset> dataset,
    Optional<Original> original,
    NetworkResult baseline,
    NetworkResult optimized,
    Speedup speedup,
    GuardResult guard,
    Optional<AgreementResult> agreement,
    BudgetResult budget,
    SearchSummary search,
    List<Correction> corrections,
    Map<String, Double> seconds,
    List<String> notes) {
  public static final int FORMAT = 1;

  /** What files of earlier versions do not have. */
  private static final List<String> LATER = List.of("original", "agreement");

  public CompressionResult {
    corrections = List.copyOf(corrections);
    seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    notes = List.copyOf(notes);
  }

  /** The content of {@code run.json}. */
  public String json() {
    return Json.text(this);
  }

  /** Reads a {@code run.json}. */
  public static CompressionResult read(Path file) {
    CompressionResult result = Json.read(file, CompressionResult.class, LATER);
    if (result.format() != FORMAT) {
      throw new NotchException(
          file + " has format " + result.format() + "; this version reads " + FORMAT);
    }
    return result;
  }

  /**
   * @param delivered whether the result is within the budget and passed the guard, if there was one
   * @param message one line for the user
   * @param exitStatus of the command
   */
  public record Outcome(boolean delivered, String message, int exitStatus) {}

  /**
   * @param fingerprint of all images, labels and the division into sets
   */
  public record Dataset(
      String name, String fingerprint, int classes, int train, int validation, int test) {}

  /**
   * @param widths channels of each group
   * @param accuracy absent if it was not measured
   * @param file the exported network, beside {@code run.json}
   * @param sha256 of that file
   */
  public record NetworkResult(
      Map<String, Integer> widths,
      long params,
      long macs,
      Optional<Accuracy> accuracy,
      Latency latency,
      Optional<String> file,
      Optional<String> sha256) {
    public NetworkResult {
      widths = Collections.unmodifiableMap(new LinkedHashMap<>(widths));
    }
  }

  /**
   * The file that was to be narrowed.
   *
   * @param measured its own time in ONNX Runtime, beside the baseline's, if that was measured
   * @param difference largest difference of an output between the file in ONNX Runtime and what was
   *     read from it, over the largest value
   */
  public record Original(
      String file, String sha256, Optional<Measured> measured, double difference) {}

  /**
   * @param outputs relative error of each output by name
   * @param allowed largest that was allowed
   * @param images how many were compared
   */
  public record AgreementResult(
      Map<String, Double> outputs, double allowed, boolean passed, int images) {
    public AgreementResult {
      outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    public static AgreementResult of(Agreement agreement) {
      Map<String, Double> outputs = new LinkedHashMap<>();
      agreement.outputs().forEach(o -> outputs.put(o.output(), o.relativeError()));
      return new AgreementResult(
          outputs,
          agreement.allowed(),
          agreement.outcome() == Verdict.Outcome.PASSED,
          agreement.images());
    }
  }

  /**
   * @param images how many images the validation accuracy was measured on
   * @param test accuracy on images that nothing was chosen by
   */
  public record Accuracy(double validation, double test, int images) {}

  /**
   * @param predictedMs by the timing model as it was fitted, without corrections
   * @param measured in this run unless it says otherwise
   */
  public record Latency(double predictedMs, Optional<Measured> measured) {}

  /**
   * @param noiseFloor relative spread of repeated measurements of one thing
   * @param cachedFrom the run that measured it, if it was not this one
   */
  public record Measured(
      double minMs,
      double quietMs,
      double medianMs,
      double p90Ms,
      int samples,
      double noiseFloor,
      Optional<String> cachedFrom) {}

  /**
   * The baseline's time divided by the result's, with the bounds of its 95 % interval.
   *
   * @param ratio above 1 if the result is faster
   */
  public record Speedup(double ratio, double low, double high) {}

  /**
   * @param allowedDrop absent, like the drop and its interval, if accuracy was not measured
   * @param drop from the better of baseline and control
   * @param control accuracy of the baseline trained on for as many epochs; absent if left out
   * @param passed false, too, if the baseline was not guarded
   * @param verdict the same in words
   */
  public record GuardResult(
      Optional<Double> allowedDrop,
      Optional<Double> drop,
      Optional<Double> low,
      Optional<Double> high,
      Optional<Double> control,
      boolean passed,
      boolean guarded,
      int images,
      String verdict) {

    public static GuardResult of(Finding finding) {
      if (finding instanceof Verdict verdict) {
        return of(verdict);
      }
      Optional<Double> none = Optional.empty();
      boolean guarded = finding instanceof Agreement;
      return new GuardResult(
          none,
          none,
          none,
          none,
          none,
          finding.outcome() == Verdict.Outcome.PASSED,
          guarded,
          finding instanceof Agreement agreement ? agreement.images() : 0,
          finding.describe());
    }

    private static GuardResult of(Verdict verdict) {
      return new GuardResult(
          Optional.of(verdict.allowedDrop()),
          Optional.of(verdict.drop().points()),
          Optional.of(verdict.drop().low()),
          Optional.of(verdict.drop().high()),
          verdict.control(),
          verdict.passed(),
          verdict.outcome() != Verdict.Outcome.NOT_GUARDED,
          verdict.images(),
          verdict.describe());
    }
  }

  /**
   * @param asked the user's words
   * @param tolerance a ratio up to this multiple of what was asked meets the budget
   * @param allowed the fraction of the baseline's cost that was asked for
   * @param ratio the result's cost divided by the baseline's
   */
  public record BudgetResult(
      String asked, double tolerance, double allowed, double ratio, boolean met) {}

  /**
   * @param candidates plans that the search looked at
   * @param pareto an excerpt of the front, cheapest first
   */
  public record SearchSummary(long candidates, double seconds, List<ParetoPoint> pareto) {
    public SearchSummary {
      pareto = List.copyOf(pareto);
    }
  }

  /** A plan of the front; predicted and estimated, not measured. */
  public record ParetoPoint(double predictedMs, double estimatedAccuracy, long macs, long params) {}

  /**
   * A prediction that measuring corrected: from then on predictions were multiplied by the factor.
   */
  public record Correction(double predictedMs, double measuredMs, double factor) {}

  /** This version of Notch, for {@link #tool}. */
  public static String thisTool() {
    return ToolVersion.NAME + " " + ToolVersion.version();
  }
}
