package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The classes of the packaged product as a JVM shares them (application class-data sharing): a
 * process that starts with them takes about 40 % less of the processors until it is ready. Made by
 * the first test that starts one, and again when the jar is newer.
 */
final class ClassArchive {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private ClassArchive() {}

  /** The option of a JVM that runs this jar. */
  static synchronized String option(Path jar) {
    Path archive = jar.resolveSibling("tickgate.jsa");
    try {
      if (!isOf(archive, jar)) {
        make(archive, jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "-XX:SharedArchiveFile=" + archive;
  }

  private static boolean isOf(Path archive, Path jar) throws IOException {
    return Files.isRegularFile(archive)
        && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0;
  }

  /** Of the classes that a node of a cluster has loaded once it serves clients. */
  private static void make(Path archive, Path jar) throws IOException {
    Path made = Files.createTempDirectory(archive.getParent(), "jsa").resolve("tickgate.jsa");
    String port = Integer.toString(Ports.ofCluster());
    Map<String, String> environment =
        Map.of(
            "TICKGATE_ROLES", "gateway",
            "TICKGATE_HTTP_HOST", "127.0.0.1",
            "TICKGATE_HTTP_PORT", "0",
            "TICKGATE_OPS_PORT", "0",
            "TICKGATE_CLUSTER_ENABLED", "true",
            "TICKGATE_CLUSTER_NAME", "classes-" + port,
            "TICKGATE_CLUSTER_PORT", port,
            "TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + port);
    List<String> arguments = List.of("-XX:ArchiveClassesAtExit=" + made, "-jar", jar.toString());
    try (ChildProcess node = Processes.java(environment, arguments)) {
      node.awaitLine("Ctrl-C", LIMIT);
      node.terminate();
      node.awaitExit(LIMIT);
    }
    Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING);
    Files.delete(made.getParent());
  }
}
