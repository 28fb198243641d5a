package dev.notch.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ToolVersionTest {

  @Test
  void isTheVersionOfTheBuild() {
    assertThat(ToolVersion.version()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }
}
