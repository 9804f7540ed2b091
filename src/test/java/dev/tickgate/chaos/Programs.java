package dev.tickgate.chaos;

import dev.tickgate.demo.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The programs of PostgreSQL: those of Debian, which can dump, or those of the product.
 *
 * @param home the directory of the programs
 */
record Programs(Path home) {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final int MINUTES = 2;

  static Programs find() throws IOException {
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        List<Path> complete =
            versions
                .map(version -> version.resolve("bin"))
                .filter(bin -> Files.isExecutable(bin.resolve("pg_dump")))
                .filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                .sorted()
                .toList();
        if (!complete.isEmpty()) {
          return new Programs(complete.get(complete.size() - 1));
        }
      }
    }
    return new Programs(TestServer.programs());
  }

  boolean canDump() {
    return Files.isExecutable(home.resolve("pg_dump"));
  }

  /** Runs one to its end. */
  void run(String program, List<String> arguments, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      // PostgreSQL refuses root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(home.resolve(program).toString());
    command.addAll(arguments);
    run(command, environment);
  }

  /** Runs any command to its end. */
  static void run(List<String> command, Map<String, String> environment) throws IOException {
    // Not a pipe: a server would inherit it, and keep it open.
    Path output = Files.createTempFile("chaos", ".out");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      process.getOutputStream().close();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException(command + " does not end");
      }
      if (process.exitValue() != 0) {
        throw new IOException(command + " failed: " + Files.readString(output).trim());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while running " + command, e);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
