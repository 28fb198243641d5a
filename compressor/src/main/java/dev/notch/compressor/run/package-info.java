/**
 * What a run leaves behind: its folder with the stages that are finished, {@code run.json}, and the
 * cache of what other runs can use again.
 */
package dev.notch.compressor.run;
