package dev.notch.models.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Fails when more is read than there should be, so that a small archive cannot unpack for ever. */
final class BoundedStream extends FilterInputStream {
  private final long bound;
  private long count;

  BoundedStream(InputStream in, long bound) {
    super(in);
    this.bound = bound;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read = super.read(target, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    long skipped = super.skip(wanted);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) throws IOException {
    count += bytes;
    if (count > bound) {
      throw new IOException("it unpacks to more than " + bound + " bytes");
    }
  }
}
