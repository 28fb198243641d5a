package dev.notch.profiler.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class OwnThreadTest {

  @Test
  void doesAllWorkOnOneThreadThatIsNotTheCallers() {
    try (OwnThread own = new OwnThread("own")) {
      Thread first = own.call(Thread::currentThread);
      assertThat(first).isNotEqualTo(Thread.currentThread());
      assertThat(own.call(Thread::currentThread)).isEqualTo(first);
    }
  }

  @Test
  void workMayCallIt() {
    try (OwnThread own = new OwnThread("own")) {
      assertThat(own.call(() -> own.call(() -> 7))).isEqualTo(7);
    }
  }

  @Test
  void throwsWhatTheWorkThrows() {
    try (OwnThread own = new OwnThread("own")) {
      IllegalStateException closed = new IllegalStateException("closed");
      assertThatThrownBy(
              () ->
                  own.call(
                      () -> {
                        throw closed;
                      }))
          .isSameAs(closed);
      assertThat(own.call(() -> 7)).isEqualTo(7);
    }
  }

  @Test
  void theThreadEndsWhenItIsClosed() throws InterruptedException {
    OwnThread own = new OwnThread("own");
    Thread thread = own.call(Thread::currentThread);
    own.close();
    thread.join(5000);
    assertThat(thread.isAlive()).isFalse();
  }
}
