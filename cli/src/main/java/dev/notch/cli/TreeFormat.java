package dev.notch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.notch.timing.ModelJson;
import dev.notch.timing.TimingModel;
import dev.notch.timing.render.DotRenderer;
import dev.notch.timing.render.Drawing;
import dev.notch.timing.render.SvgRenderer;
import dev.notch.timing.render.TextRenderer;
import dev.notch.timing.table.TableModel;
import dev.notch.timing.table.TableModelJson;
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
    return render(Drawing.of(model), ModelJson.toJson(model));
  }

  String render(TableModel model) {
    return render(model.drawing(), TableModelJson.toJson(model));
  }

  private String render(Drawing drawing, JsonNode json) {
    return switch (this) {
      case TEXT -> TextRenderer.render(drawing);
      case DOT -> DotRenderer.render(drawing);
      case SVG -> SvgRenderer.render(drawing);
      case JSON -> json.toPrettyString() + "\n";
    };
  }
}
