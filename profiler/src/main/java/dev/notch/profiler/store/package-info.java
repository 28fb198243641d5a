/**
 * The measurements: what is stored, and what is derived from it on reading.
 *
 * <p>A store is a CSV file. Its first line says format, device, runtime and its version, threads,
 * tool and seed. After it come {@code network} lines (id, name, classes, input, widths, steps) and
 * measurements, a line each: origin ({@code alone}, {@code context}, {@code total}, {@code
 * sentinel}), layer or network id, run of the clock, round, device, time of the reference workload,
 * trace events a step, and the runs' times in microseconds, separated by spaces, those of a
 * network's steps by semicolons, and the seconds since that run of the clock began. All runs are
 * kept, so any statistic can be derived later. A line without its line feed was torn by a kill and
 * does not count.
 */
package dev.notch.profiler.store;
