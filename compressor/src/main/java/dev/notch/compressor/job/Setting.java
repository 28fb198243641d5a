package dev.notch.compressor.job;

import dev.notch.compressor.guard.Correctness;
import dev.notch.compressor.run.Cache;
import dev.notch.compressor.training.Evaluator;
import dev.notch.models.data.DataSet;
import dev.notch.models.data.Images;
import dev.notch.models.graph.Network;
import dev.notch.models.graph.Shape;
import dev.notch.models.progress.Progress;
import dev.notch.models.weights.Weights;
import dev.notch.models.width.ChannelGroups;
import dev.notch.models.zoo.Zoo;
import dev.notch.profiler.lock.MeasurementLock;

/**
 * What stays the same throughout a run: the request, the pictures, the network as it came, and
 * where things are kept.
 */
record Setting(
    Request request,
    Effort effort,
    DataSet data,
    ChannelGroups groups,
    Cache cache,
    MeasurementLock lock) {

  static Setting of(Request request, DataSet data, Cache cache) {
    Images images = data.train();
    Shape input = new Shape(Images.CHANNELS, images.height(), images.width());
    Network network = Zoo.build(request.target().model(), data.classes(), input);
    return new Setting(
        request,
        Effort.named(request.work().effort()),
        data,
        ChannelGroups.of(network),
        cache,
        new MeasurementLock(cache.root()));
  }

  /** The network before any cut. */
  Network network() {
    return groups.network();
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
        .correctness(network, weights, images, data.normalization(), progress);
  }
}
