package dev.notch.compressor.job;

import dev.notch.compressor.run.CompressionResult;
import java.nio.file.Path;

/** What a run came to, and where it is written. */
public record Done(Path folder, CompressionResult result) {}
