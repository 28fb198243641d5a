package dev.notch.models.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.notch.models.progress.Progress;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyntheticSourceTest {
  /** Every machine, JVM and locale draws the same pictures. A new value needs a new FORMAT. */
  private static final String GOLDEN =
      "4ab85ea8d07800da34e5465c85e9a3edc1d0908a38e11a888e5edd2c67a3d8fb";

  @Test
  void everyMachineDrawsTheSamePictures() {
    DataSet data = DataSource.parse("synthetic").load(DataOptions.DEFAULT, Progress.NONE);
    assertThat(data.name()).isEqualTo("synthetic-" + SyntheticSource.FORMAT);
    assertThat(data.fingerprint()).isEqualTo(GOLDEN);
    assertThat(data.classes()).isEqualTo(10);
    assertThat(data.train().size()).isEqualTo(6_000);
    assertThat(data.validation().size()).isEqualTo(2_000);
    assertThat(data.test().size()).isEqualTo(2_000);
    assertThat(data.test().classCounts()).containsOnly(200);
    assertThat(data.validation().classCounts()).containsOnly(200);
    assertNoPictureTwice(data);
  }

  @Test
  void aPictureIsAFunctionOfItsNumber() {
    Locale before = Locale.getDefault();
    byte[] drawn = SyntheticPicture.draw(3, 77);
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(SyntheticPicture.draw(3, 77)).isEqualTo(drawn);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(SyntheticPicture.draw(3, 78)).isNotEqualTo(drawn);
  }

  @Test
  void anotherSplitOrSizeIsAnotherFingerprint() {
    DataSource source = new SyntheticSource();
    DataOptions small = DataOptions.DEFAULT.withSize(4);
    DataSet data = source.load(small, Progress.NONE);
    assertThat(data.train().height()).isEqualTo(4);
    assertThat(source.load(small, Progress.NONE).fingerprint()).isEqualTo(data.fingerprint());
    assertThat(source.load(small.withSplitSeed(2), Progress.NONE).fingerprint())
        .isNotEqualTo(data.fingerprint());
  }

  private static void assertNoPictureTwice(DataSet data) {
    Set<Integer> hashes = new HashSet<>();
    int count = 0;
    for (Images images : new Images[] {data.train(), data.validation(), data.test()}) {
      for (int i = 0; i < images.size(); i++, count++) {
        hashes.add(Arrays.hashCode(images.raw(i)));
      }
    }
    // Ten thousand random 32-bit hashes collide about 0.01 times.
    assertThat(hashes).hasSize(count);
  }
}
