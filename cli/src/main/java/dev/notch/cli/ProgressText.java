package dev.notch.cli;

import java.time.Duration;
import java.util.Locale;

/** How progress reads. */
final class ProgressText {
  private static final int BAR = 20;
  private static final double ENOUGH_TO_FORETELL = 0.02;

  private ProgressText() {}

  /** {@code train [=====> ] 45 % 12 s left loss 1.21}. */
  static String bar(String stage, long done, long total, Duration spent, String message) {
    double share = share(done, total);
    int filled = (int) Math.floor(share * BAR);
    String bar = "=".repeat(filled) + (filled < BAR ? ">" + " ".repeat(BAR - 1 - filled) : "");
    return String.format(
            Locale.ROOT,
            "%s [%s] %3.0f %% %s  %s",
            stage,
            bar,
            100 * share,
            left(share, spent),
            message)
        .stripTrailing();
  }

  /** {@code train: 45 of 100 (45 %), 12 s left, loss 1.21}. */
  static String plain(String stage, long done, long total, Duration spent, String message) {
    double share = share(done, total);
    StringBuilder text = new StringBuilder("  ");
    text.append(stage).append(": ").append(done).append(" of ").append(total);
    text.append(String.format(Locale.ROOT, " (%.0f %%)", 100 * share));
    String left = left(share, spent);
    if (!left.isEmpty()) {
      text.append(", ").append(left);
    }
    if (!message.isEmpty()) {
      text.append(", ").append(message);
    }
    return text.toString();
  }

  /** {@code 0.4 s}, {@code 12 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
  static String time(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }

  private static double share(long done, long total) {
    return total > 0 ? Math.min(1, Math.max(0, (double) done / total)) : 0;
  }

  private static String left(double share, Duration spent) {
    if (share < ENOUGH_TO_FORETELL || share >= 1) {
      return "";
    }
    double nanos = spent.toNanos() * (1 - share) / share;
    return time(Duration.ofNanos((long) nanos)) + " left";
  }
}
