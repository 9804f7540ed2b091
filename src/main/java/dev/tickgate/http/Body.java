package dev.tickgate.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** The bytes of an answer, as they are and compressed; made once and shared by the clients. */
record Body(byte[] plain, Optional<byte[]> gzip) {
  // Shorter ones fit into one packet anyway.
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
