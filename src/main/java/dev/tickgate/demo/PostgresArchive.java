package dev.tickgate.demo;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;

/** The programs of PostgreSQL for this machine, packed in the jar. */
final class PostgresArchive {
  // The names of processors: those of the JVM, and those in the names of the archives.
  private static final Map<String, String> MACHINES =
      Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64");

  private PostgresArchive() {}

  /**
   * Returns the bytes of the archive.
   *
   * @throws IOException where the jar has no archive for this machine
   */
  static byte[] read() throws IOException {
    String machine = System.getProperty("os.arch");
    String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
    String resource =
        "/postgres-%s-%s.txz".formatted(system.toLowerCase(Locale.ROOT), MACHINES.get(machine));
    try (InputStream in = PostgresArchive.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(
            "this jar has no embedded PostgreSQL for %s on %s: set database.url (DATABASE_URL)"
                .formatted(system, machine));
      }
      return in.readAllBytes();
    }
  }
}
