package dev.notch.cli;

import dev.notch.models.progress.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Shows on standard error how far the work is: one line that redraws itself on a terminal, plain
 * lines now and then elsewhere. Safe for use by several threads.
 */
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final Duration REDRAW = Duration.ofMillis(100);
  private static final Duration PLAIN_LINE = Duration.ofSeconds(10);

  private final PrintWriter err;
  private final Terminal terminal;
  private final BooleanSupplier cancelled;
  private final LongSupplier nanoTime;
  private String stage = "";
  private long stageStart;
  private long lastShown;

  ConsoleProgress(
      PrintWriter err, Terminal terminal, BooleanSupplier cancelled, LongSupplier nanoTime) {
    this.err = err;
    this.terminal = terminal;
    this.cancelled = cancelled;
    this.nanoTime = nanoTime;
  }

  /** On this process's standard error, stopped by Ctrl-C. */
  static ConsoleProgress on(PrintWriter err) {
    return new ConsoleProgress(err, Terminal.current(), Interruption::asked, System::nanoTime);
  }

  @Override
  public synchronized void stage(String name) {
    endStage();
    stage = Objects.requireNonNull(name, "name");
    stageStart = nanoTime.getAsLong();
    lastShown = stageStart;
    if (terminal.interactive()) {
      draw(stage);
    } else {
      line(stage);
    }
  }

  @Override
  public synchronized void update(long done, long total, String message) {
    long now = nanoTime.getAsLong();
    Duration pause = terminal.interactive() ? REDRAW : PLAIN_LINE;
    if (now - lastShown < pause.toNanos()) {
      return;
    }
    lastShown = now;
    Duration spent = Duration.ofNanos(now - stageStart);
    if (terminal.interactive()) {
      draw(ProgressText.bar(stage, done, total, spent, message));
    } else {
      line(ProgressText.plain(stage, done, total, spent, message));
    }
  }

  @Override
  public synchronized void note(String message) {
    erase();
    line("  " + message);
  }

  @Override
  public boolean cancelled() {
    return cancelled.getAsBoolean();
  }

  /** The last stage has ended, well or not. */
  @Override
  public synchronized void close() {
    endStage();
  }

  private void endStage() {
    if (!stage.isEmpty()) {
      erase();
      Duration spent = Duration.ofNanos(nanoTime.getAsLong() - stageStart);
      line(stage + ": " + ProgressText.time(spent));
      stage = "";
    }
  }

  private void draw(String text) {
    int room = terminal.columns() - 1;
    err.print("\r\u001b[K" + (text.length() > room ? text.substring(0, room) : text));
    err.flush();
  }

  private void erase() {
    if (terminal.interactive()) {
      err.print("\r\u001b[K");
    }
  }

  private void line(String text) {
    err.println(text);
    err.flush();
  }
}
