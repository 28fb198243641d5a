package dev.notch.profiler.store;

import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.Timing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What is known from the measurements of a store, each statistic derived over all its rounds. Times
 * are those at the machine's typical speed while it was measured, as the sentinels tell it.
 */
public final class Measurements {
  private static final double MICROS_PER_MILLI = 1000;

  private final StoreFile file;
  private final Map<String, Double> sentinels;
  private final Map<String, TracedNetwork> traced;
  private final TraceOverhead overhead;
  private final Map<Origin, Map<String, Long>> rounds;

  private Measurements(StoreFile raw, Map<String, Double> sentinels) {
    this.file = raw.with(new MachineSpeed(sentinels).steady(raw.measurements()));
    this.sentinels = sentinels;
    this.traced = traced(file);
    this.overhead = TraceOverhead.estimate(traced, totalMicros());
    this.rounds = rounds(file);
  }

  private Measurements(StoreFile part, TraceOverhead overhead, Map<String, Double> sentinels) {
    this.file = part;
    this.sentinels = sentinels;
    this.traced = traced(part);
    this.overhead = overhead;
    this.rounds = rounds(part);
  }

  /**
   * @throws dev.notch.models.NotchException if the file cannot be read; the message names the line
   */
  public static Measurements read(Path path) {
    StoreFile file = StoreFile.read(path);
    return new Measurements(file, MachineSpeed.typical(file.measurements()));
  }

  /**
   * The measurements of another store of the same device at the speed that the machine typically
   * had while this one was measured.
   *
   * @throws dev.notch.models.NotchException if the file cannot be read; the message names the line
   */
  public Measurements readBeside(Path path) {
    return new Measurements(StoreFile.read(path), sentinels);
  }

  /**
   * The measurements of a store as the clock gave them, whatever the machine's speed was.
   *
   * @throws dev.notch.models.NotchException if the file cannot be read; the message names the line
   */
  public static Measurements readAsMeasured(Path path) {
    return new Measurements(StoreFile.read(path), Map.of());
  }

  public StoreHeader header() {
    return file.header();
  }

  /** All networks in the order in which they were begun. */
  public List<MeasuredNetwork> networks() {
    return List.copyOf(file.networks().values());
  }

  /** How many visits of a subject are stored. */
  public int rounds(Origin origin, String subject) {
    return rounds.getOrDefault(origin, Map.of()).getOrDefault(subject, 0L).intValue();
  }

  /** What tracing costs and what a call of a network costs beside its steps. */
  public TraceOverhead overhead() {
    return overhead;
  }

  /** Every measured layer: in context first, in the order of the networks, then alone. */
  public List<LayerSample> layers() {
    List<LayerSample> samples = new ArrayList<>();
    traced.forEach(
        (id, network) -> {
          MeasuredNetwork measured = file.networks().get(id);
          network.samples(id, overhead).stream()
              .filter(sample -> measured.teaches(sample.config()))
              .forEach(samples::add);
        });
    pooled(Origin.ALONE).forEach((text, runs) -> samples.add(alone(text, runs)));
    return samples;
  }

  /** Every network that was measured as a whole to learn about networks. */
  public List<NetworkTotal> totals() {
    return totals(false);
  }

  /** Those that were measured to learn what measuring costs. */
  public List<NetworkTotal> calibrationTotals() {
    return totals(true);
  }

  /** What each sentinel typically took, in microseconds, as the clock gave it. */
  public Map<String, Double> sentinelMicros() {
    return MachineSpeed.typical(file.measurements());
  }

  /**
   * How well the clock repeats: the mean relative difference of the sentinels' quiet times between
   * the first and the second half of their visits; empty before each has two.
   */
  public OptionalDouble noiseFloor() {
    return NoiseFloor.of(
        file.measurements().stream().filter(m -> m.origin() == Origin.SENTINEL).toList());
  }

  /** The same of the whole networks. */
  public OptionalDouble networkNoiseFloor() {
    return NoiseFloor.of(
        file.measurements().stream().filter(m -> m.origin() == Origin.TOTAL).toList());
  }

  /** How often the machine was in its slow mode, as a share of the visits. */
  public OptionalDouble slowShare() {
    return SlowPhases.share(file.measurements());
  }

  /**
   * The earlier and the later half of the visits of each subject, to see how well they agree; what
   * was visited once is in neither. What tracing costs is taken from all visits.
   */
  public Halves halves() {
    return new Halves(half(false), half(true));
  }

  /** Two parts of the same measurements. */
  public record Halves(Measurements first, Measurements second) {}

  /** What measuring took, by the clock. */
  public MeasuringTime time() {
    return MeasuringTime.of(file.measurements());
  }

  /** The measurements, at typical speed, in the order in which they were made. */
  public List<Measurement> all() {
    return file.measurements();
  }

  private List<NetworkTotal> totals(boolean calibration) {
    List<NetworkTotal> totals = new ArrayList<>();
    pooled(Origin.TOTAL)
        .forEach(
            (id, runs) -> {
              MeasuredNetwork network = file.networks().get(id);
              if (network.calibration() == calibration) {
                totals.add(new NetworkTotal(network, Timing.ofMicros(runs)));
              }
            });
    return totals;
  }

  private Measurements half(boolean later) {
    List<Measurement> visits =
        file.measurements().stream()
            .filter(
                m -> {
                  int all = rounds(m.origin(), m.subject());
                  return all >= 2 && m.round() >= all / 2 == later;
                })
            .toList();
    return new Measurements(file.with(visits), overhead, sentinels);
  }

  private LayerSample alone(String text, double[] runs) {
    double micros = Timing.ofMicros(runs).quietMs() * MICROS_PER_MILLI;
    double own = Math.max(micros - overhead.callMicros(), TracedNetwork.LEAST_MICROS);
    LayerConfig config = LayerConfig.parse(text);
    return new LayerSample(config, own / MICROS_PER_MILLI, Origin.ALONE, "", runs.length);
  }

  private Map<String, Double> totalMicros() {
    Map<String, Double> micros = new LinkedHashMap<>();
    pooled(Origin.TOTAL)
        .forEach((id, runs) -> micros.put(id, Timing.ofMicros(runs).quietMs() * MICROS_PER_MILLI));
    return micros;
  }

  private Map<String, double[]> pooled(Origin origin) {
    Map<String, double[]> pooled = new LinkedHashMap<>();
    file.measurements().stream()
        .filter(m -> m.origin() == origin)
        .forEach(m -> pooled.merge(m.subject(), m.micros()[0], Measurements::join));
    return pooled;
  }

  private static Map<Origin, Map<String, Long>> rounds(StoreFile file) {
    return file.measurements().stream()
        .collect(
            Collectors.groupingBy(
                Measurement::origin,
                Collectors.groupingBy(Measurement::subject, Collectors.counting())));
  }

  private static double[] join(double[] a, double[] b) {
    double[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }

  private static Map<String, TracedNetwork> traced(StoreFile file) {
    Map<String, List<Measurement>> visits = new LinkedHashMap<>();
    file.measurements().stream()
        .filter(m -> m.origin() == Origin.CONTEXT)
        .forEach(m -> visits.computeIfAbsent(m.subject(), id -> new ArrayList<>()).add(m));
    Map<String, TracedNetwork> traced = new LinkedHashMap<>();
    visits.forEach(
        (id, list) -> traced.put(id, TracedNetwork.of(file.networks().get(id).steps(), list)));
    return traced;
  }
}
