package dev.notch.cli;

import dev.notch.compressor.job.Budget;
import dev.notch.models.NotchException;
import dev.notch.models.data.DataSource;
import dev.notch.models.graph.ImageSize;
import dev.notch.models.source.ModelSource;
import dev.notch.models.zoo.Zoo;
import dev.notch.models.zoo.ZooEntry;
import dev.notch.profiler.LayerConfig;
import dev.notch.profiler.OpKind;
import dev.notch.profiler.RuntimeId;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How words of the command line become values: what a value rejects is a usage error. */
final class Converters {

  private Converters() {}

  static void register(CommandLine line) {
    line.registerConverter(Budget.class, of(Budget::parse));
    line.registerConverter(ImageSize.class, of(ImageSize::parse));
    line.registerConverter(DataSource.class, of(DataSource::parse));
    line.registerConverter(ZooEntry.class, of(Zoo::entry));
    line.registerConverter(ModelSource.class, of(ModelSource::parse));
    line.registerConverter(RuntimeId.class, of(RuntimeId::parse));
    line.registerConverter(OpKind.class, of(OpKind::parse));
    line.registerConverter(LayerConfig.class, of(Converters::layer));
  }

  private static LayerConfig layer(String text) {
    try {
      return LayerConfig.parse(text);
    } catch (NotchException e) {
      throw new NotchException(
          e.getMessage() + "; write it like 'conv2d in=47 out=64 k=3 h=16'", e);
    }
  }

  private static <T> ITypeConverter<T> of(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (NotchException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }
}
