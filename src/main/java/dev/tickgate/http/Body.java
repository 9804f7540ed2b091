package dev.tickgate.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The bytes of an answer, plain and compressed; created once and shared by all clients. */
record Body(byte[] plain, Optional<byte[]> gzip) {
  // A shorter body fits into one packet without compression.
  private static final int MIN_COMPRESSED = 1024;

  /**
   * @param level of {@link Deflater}
   */
  static Body of(byte[] plain, int level) {
    return new Body(
        plain,
        plain.length < MIN_COMPRESSED ? Optional.empty() : Optional.of(compress(plain, level)));
  }

  private static byte[] compress(byte[] plain, int level) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4);
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(bytes) {
          {
            def.setLevel(level);
          }
        }) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    }
    return bytes.toByteArray();
  }

  int size() {
    return plain.length + gzip.map(bytes -> bytes.length).orElse(0);
  }
}
