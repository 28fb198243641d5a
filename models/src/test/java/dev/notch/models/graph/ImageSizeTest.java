package dev.notch.models.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.notch.models.NotchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSizeTest {

  @Test
  void readsSquaresAndRectangles() {
    assertThat(ImageSize.parse("224")).isEqualTo(new ImageSize(224, 224));
    assertThat(ImageSize.parse("64x128").channels(3)).isEqualTo(new Shape(3, 64, 128));
    assertThat(ImageSize.parse("64x128")).hasToString("64x128");
    assertThat(ImageSize.parse("64x128").brief()).isEqualTo("64x128");
    assertThat(ImageSize.parse("224x224").brief()).isEqualTo("224");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "0",
        "12x0",
        "-3",
        "64x",
        "64x128x3",
        "1e3",
        "123456",
        "16385",
        "8x99999"
      })
  void refusesWhatIsNoSize(String text) {
    assertThatThrownBy(() -> ImageSize.parse(text)).isInstanceOf(NotchException.class);
  }
}
