package dev.tickgate.demo;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;

/** PostgreSQL's programs for this machine, packed in the jar. */
final class PostgresArchive {
  // As they are in the names of the archives.
  private static final Map<String, String> MACHINES =
      Map.of("amd64", "x86_64", "x86_64", "x86_64", "aarch64", "arm_64");

  private PostgresArchive() {}

  /** Its bytes; an {@link IOException} where the jar has none for the machine, or none at all. */
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
