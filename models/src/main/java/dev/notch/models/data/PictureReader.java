package dev.notch.models.data;

import dev.notch.models.NotchException;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes a picture file to RGB. Grey values become equal red, green and blue; what is transparent
 * shows white. The orientation that cameras note beside the pixels is not applied.
 */
final class PictureReader {
  /** A larger picture is a mistake or an attack; it would need over 400 MB to decode. */
  private static final long MOST_PIXELS = 100_000_000;

  private PictureReader() {}

  /**
   * @throws NotchException naming the file if it cannot be read as a picture
   */
  static Picture read(Path file) {
    try (ImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new NotchException(file + " is not a JPEG, PNG or BMP image; repair or remove it");
      }
      return toRgb(decode(readers.next(), stream, file));
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new NotchException(
          "cannot read the image " + file + " (" + firstLine(e) + "); repair or remove it", e);
    }
  }

  private static BufferedImage decode(ImageReader reader, ImageInputStream stream, Path file)
      throws IOException {
    try {
      reader.setInput(stream, true, true);
      long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
      if (pixels > MOST_PIXELS) {
        throw new NotchException(
            file + " has " + pixels + " pixels, more than " + MOST_PIXELS + "; scale it down");
      }
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private static Picture toRgb(BufferedImage image) {
    byte[] rgb;
    if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
      rgb = fromBgr(((DataBufferByte) image.getRaster().getDataBuffer()).getData());
    } else if (isGrey(image)) {
      rgb = fromGrey(image.getRaster());
    } else {
      rgb = fromAny(image);
    }
    return new Picture(image.getHeight(), image.getWidth(), rgb);
  }

  private static byte[] fromBgr(byte[] bgr) {
    byte[] rgb = new byte[bgr.length];
    for (int i = 0; i < bgr.length; i += Images.CHANNELS) {
      rgb[i] = bgr[i + 2];
      rgb[i + 1] = bgr[i + 1];
      rgb[i + 2] = bgr[i];
    }
    return rgb;
  }

  private static boolean isGrey(BufferedImage image) {
    return image.getRaster().getNumBands() == 1
        && !(image.getColorModel() instanceof IndexColorModel);
  }

  /** BufferedImage.getRGB would brighten grey values: it takes them for linear light. */
  private static byte[] fromGrey(Raster raster) {
    int[] grey = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
    int surplus = raster.getSampleModel().getSampleSize(0) - Byte.SIZE;
    byte[] rgb = new byte[grey.length * Images.CHANNELS];
    for (int i = 0; i < rgb.length; i++) {
      int value = grey[i / Images.CHANNELS];
      rgb[i] = (byte) (surplus > 0 ? value >> surplus : value);
    }
    return rgb;
  }

  private static byte[] fromAny(BufferedImage image) {
    int width = image.getWidth();
    int[] argb = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    byte[] rgb = new byte[argb.length * Images.CHANNELS];
    for (int i = 0; i < argb.length; i++) {
      int alpha = argb[i] >>> 24;
      for (int c = 0; c < Images.CHANNELS; c++) {
        int value = argb[i] >>> (16 - 8 * c) & 0xff;
        rgb[i * Images.CHANNELS + c] = (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
      }
    }
    return rgb;
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
