package dev.tickgate.demo;

import java.nio.file.Path;

/** PostgreSQL's programs for the tests, unpacked once for all of them. */
public final class TestBinaries {
  private TestBinaries() {}

  static Path directory() {
    return Path.of("target", "postgres-binaries").toAbsolutePath();
  }

  /** A server of its own, for tests that stop it as a crash would. */
  public static EmbeddedDatabase start(Path directory) throws java.io.IOException {
    return EmbeddedDatabase.start(directory, directory());
  }
}
