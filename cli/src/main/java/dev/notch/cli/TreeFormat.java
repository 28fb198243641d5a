package dev.notch.cli;

import dev.notch.timing.ModelJson;
import dev.notch.timing.TimingModel;
import dev.notch.timing.render.DotRenderer;
import dev.notch.timing.render.Drawing;
import dev.notch.timing.render.SvgRenderer;
import dev.notch.timing.render.TextRenderer;
import java.util.Locale;

/** How a timing model is shown. */
enum TreeFormat {
  TEXT,
  DOT,
  SVG,
  JSON;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String render(TimingModel model) {
    return switch (this) {
      case TEXT -> TextRenderer.render(Drawing.of(model));
      case DOT -> DotRenderer.render(Drawing.of(model));
      case SVG -> SvgRenderer.render(Drawing.of(model));
      case JSON -> ModelJson.toJson(model).toPrettyString() + "\n";
    };
  }
}
