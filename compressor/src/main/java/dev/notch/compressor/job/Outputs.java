package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm.Weighted;
import dev.notch.models.data.Images;
import dev.notch.models.data.Splits;
import dev.notch.models.progress.Progress;
import java.util.Arrays;
import java.util.Locale;

/**
 * The outputs of a network that is judged by them.
 *
 * @param original as it came
 */
record Outputs(Setting setting, Weighted original) {
  private static final int IMAGES = 256;

  private static final long SEED = 0x510e527fade682d1L;

  /** Below so many times what is allowed the mean of an output is nearly good enough. */
  private static final double NEAR = 2;

  /**
   * Says which outputs the images hardly move: with such images a network may agree with the
   * original and have learned nothing.
   */
  void judgeImages(Progress progress) {
    double allowed = setting.request().target().maxError();
    Images all = setting.data().validation();
    // Of all kinds: folders are read class by class.
    int[] order = Splits.permutation(all.size(), SEED);
    Images images = all.subset(Arrays.copyOf(order, Math.min(IMAGES, order.length)));
    progress.stage("look at the outputs");
    double[] spread = setting.spread(images).of(original.network(), original.weights(), progress);
    for (int i = 0; i < spread.length; i++) {
      if (spread[i] <= NEAR * allowed) {
        progress.note(
            String.format(
                Locale.ROOT,
                "%s hardly changes from image to image: its mean alone would be %.4f off, %.4f are"
                    + " allowed; give a smaller --max-error, or images like those it is used for",
                setting.subject().outputName(i),
                spread[i],
                allowed));
      }
    }
  }
}
