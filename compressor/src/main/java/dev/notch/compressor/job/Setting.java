package dev.notch.compressor.job;

import dev.notch.compressor.form.LearningForm;
import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.run.Cache;
import dev.notch.compressor.training.Evaluator;
import dev.notch.compressor.training.OutputErrors;
import dev.notch.compressor.training.OutputSpread;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.Images;
import dev.notch.models.graph.Network;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelGroups;
import dev.notch.profiler.lock.MeasurementLock;
import java.util.Optional;

/**
 * What stays the same throughout a run: the request, the pictures, the network as it came, and
 * where things are kept.
 *
 * @param pictures empty if there are none to judge by
 * @param groups of the network as it learns
 * @param deployedGroups of the network as it is deployed: the same groups
 */
record Setting(
    Request request,
    Effort effort,
    Subject subject,
    Optional<DataSet> pictures,
    Proof proof,
    LearningForm form,
    ChannelGroups groups,
    ChannelGroups deployedGroups,
    Cache cache,
    MeasurementLock lock) {

  Setting {
    if (!groups.toMap(groups.full()).equals(deployedGroups.toMap(deployedGroups.full()))) {
      throw new IllegalStateException(
          "%s has other channel groups than it learns with".formatted(form.deployed()));
    }
  }

  static Setting of(Request request, Subject subject, Optional<DataSet> pictures, Cache cache) {
    Proof proof = request.data().proof();
    LearningForm form = subject.form(pictures, proof);
    ChannelGroups groups = ChannelGroups.of(form.learner());
    boolean same = form.deployed().equals(form.learner());
    return new Setting(
        request,
        Effort.named(request.work().effort()),
        subject,
        pictures,
        proof,
        form,
        groups,
        same ? groups : ChannelGroups.of(form.deployed()),
        cache,
        MeasurementLock.patient(cache.root()));
  }

  /** The network before any cut, as it learns. */
  Network network() {
    return groups.network();
  }

  /** The pictures, where there are some. */
  DataSet data() {
    return pictures.orElseThrow(() -> new IllegalStateException("there are no pictures"));
  }

  Recipes recipes() {
    return new Recipes(effort, request.work().epochs(), request.work().seed());
  }

  int trainThreads() {
    return request.machine().trainThreads();
  }

  /** Which of these pictures a network has right. */
  Correctness correctness(Network network, Weights weights, Images images, Progress progress) {
    return new Evaluator(trainThreads())
        .correctness(network, weights, images, data().normalization(), progress);
  }

  /** Measures how much outputs change from one of these pictures to another. */
  OutputSpread spread(Images images) {
    return new OutputSpread(trainThreads(), images, data().normalization());
  }

  /** Measures how far outputs are from the original's, on these pictures. */
  OutputErrors errors(Images images) {
    return new OutputErrors(trainThreads(), images, data().normalization());
  }
}
