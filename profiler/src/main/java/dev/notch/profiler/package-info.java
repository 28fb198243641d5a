/**
 * What a runtime executes for a network ({@link dev.notch.profiler.Lowering}), the runtimes ({@link
 * dev.notch.profiler.Backend}), and the {@link dev.notch.profiler.Profiler}, which measures
 * networks at random widths.
 *
 * <p>A profile visits every network in many short rounds in random order. A visit times three runs
 * of the network as it would be deployed, a first one not counted, and then five traced runs, which
 * give the time of each step in its place. Sentinels, layers alone, are visited in between: by how
 * much their halves differ is the noise floor.
 *
 * <p>Which layers ONNX Runtime fuses was read off the graphs that its optimiser writes. Every trace
 * compares the steps that the rules give with those graphs and fails if they differ, so that no
 * time can be charged to the wrong layer.
 */
package dev.notch.profiler;
