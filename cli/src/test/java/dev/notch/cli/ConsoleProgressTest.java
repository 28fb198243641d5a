package dev.notch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.progress.CancelledException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private static final Terminal NONE = new Terminal(false, 20);

  private final StringWriter text = new StringWriter();
  private long now;
  private boolean cancelled;

  @Test
  void printsPlainLinesNowAndThenWithoutATerminal() {
    try (ConsoleProgress progress = progress(NONE)) {
      progress.stage("train");
      progress.update(1, 100, "loss 2.3");
      after(5);
      progress.update(10, 100, "loss 2.1");
      after(10);
      progress.update(50, 100, "loss 1.5");
      progress.note("the learning rate falls");
      after(15);
    }

    assertThat(text.toString())
        .isEqualToNormalizingNewlines(
            """
            train
              train: 50 of 100 (50 %), 15 s left, loss 1.5
              the learning rate falls
            train: 30 s
            """);
  }

  @Test
  void redrawsOneLineOnATerminal() {
    try (ConsoleProgress progress = progress(new Terminal(true, 80))) {
      progress.stage("profile");
      after(60);
      progress.update(25, 100, "noise 3 %");
    }

    assertThat(text.toString())
        .contains("\r\u001b[Kprofile [=====>              ]  25 % 3 min 00 s left  noise 3 %")
        .endsWith("\r\u001b[Kprofile: 1 min 00 s" + System.lineSeparator());
  }

  @Test
  void neverWrapsALine() {
    try (ConsoleProgress progress = progress(new Terminal(true, 30))) {
      progress.stage("profile");
      after(60);
      progress.update(25, 100, "a message that is far longer than the terminal is wide");
    }

    for (String drawn : text.toString().split("\r\u001b\\[K", -1)) {
      assertThat(drawn.stripTrailing()).hasSizeLessThan(30);
    }
  }

  @Test
  void stopsTheWorkWhenAsked() {
    ConsoleProgress progress = progress(NONE);
    progress.check();
    cancelled = true;

    assertThatThrownBy(progress::check).isInstanceOf(CancelledException.class);
  }

  @Test
  void writesTimesAsPeopleSayThem() {
    assertThat(ProgressText.time(Duration.ofMillis(440))).isEqualTo("0.4 s");
    assertThat(ProgressText.time(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(ProgressText.time(Duration.ofSeconds(185))).isEqualTo("3 min 05 s");
    assertThat(ProgressText.time(Duration.ofMinutes(130))).isEqualTo("2 h 10 min");
  }

  private ConsoleProgress progress(Terminal terminal) {
    return new ConsoleProgress(new PrintWriter(text), terminal, () -> cancelled, () -> now);
  }

  private void after(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }
}
