package dev.notch.compressor;

import dev.notch.compressor.job.Done;
import dev.notch.compressor.job.Job;
import dev.notch.compressor.job.Request;
import dev.notch.models.progress.Progress;

/**
 * The main job: profiles the device, learns a timing model, searches widths, retrains under a
 * guard, measures the result and exports it. One call, from a network's name to {@code run.json}.
 */
public final class Compressor {

  private Compressor() {}

  /**
   * @param command what the user typed, for the record
   * @throws dev.notch.models.NotchException if something is wrong that the user can mend
   * @throws dev.notch.models.progress.CancelledException if the user stops it; the same request
   *     with resume goes on
   */
  public static Done run(Request request, String command, Progress progress) {
    return Job.start(request, command, progress).run(progress);
  }
}
