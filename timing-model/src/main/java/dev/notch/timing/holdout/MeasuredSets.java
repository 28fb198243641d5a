package dev.notch.timing.holdout;

import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.profiler.Profiler;
import dev.notch.profiler.store.MeasuredNetwork;
import dev.notch.profiler.store.ProfileFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The two stores of an evaluation.
 *
 * @param training the profile that a model learns from
 * @param test measurements of networks that it must not learn from
 * @param networks that are asked about, as the stores know them, family by family, the one at full
 *     width first
 * @param chains random networks of no architecture, whose layers alone are asked about
 */
public record MeasuredSets(Path training, Path test, List<String> networks, List<String> chains) {

  public MeasuredSets {
    networks = List.copyOf(networks);
    chains = List.copyOf(chains);
  }

  /**
   * Measures what either store lacks, in turns: a pass over the profile, a pass over the test
   * networks, and so on. What does not fit into the processor's own cache takes more or less from
   * one minute to the next; measured one after the other, the two would differ by what the machine
   * did meanwhile, and the model would answer for it. What was interrupted goes on, and complete
   * stores are used as they are.
   *
   * @throws dev.notch.models.NotchException if somebody else is measuring, or a store was measured
   *     under other conditions
   * @throws dev.notch.models.progress.CancelledException if the user stopped; what was measured is
   *     kept
   */
  public static MeasuredSets measure(
      Profiler profiler, EvaluationRequest request, ProfileFolder folder, Progress progress) {
    Path training = folder.measurements();
    Path test = folder.evaluation(request.test().seed(), request.test().variants());
    int passes = request.effort().passes();
    for (int pass = 1; pass <= passes; pass++) {
      progress.stage("profile, pass %d of %d".formatted(pass, passes));
      profiler.profile(request.training().part(pass, passes), training, progress);
      progress.stage("measure test networks, pass %d of %d".formatted(pass, passes));
      profiler.profile(request.tests().part(pass, passes), test, progress);
    }
    Set<String> families =
        request.networks().stream().map(Network::name).collect(Collectors.toSet());
    Map<Boolean, List<String>> asked =
        profiler.networks(request.tests()).stream()
            .collect(
                Collectors.partitioningBy(
                    network -> families.contains(network.name()),
                    Collectors.mapping(MeasuredNetwork::id, Collectors.toList())));
    return new MeasuredSets(training, test, asked.get(true), asked.get(false));
  }
}
