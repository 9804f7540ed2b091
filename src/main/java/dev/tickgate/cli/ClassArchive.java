package dev.tickgate.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.tickgate.cli.ArchiveRefusal.Code;
import dev.tickgate.cluster.ClusterSettings;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The class-data archive of a jar: starts a gateway of that jar, and the JVM writes the loaded
 * classes when the gateway stops (application class-data sharing). Its methods block.
 *
 * @param jar the path as on the command line: the JVM compares the text at the next start
 */
record ClassArchive(Path jar) {
  private static final String OPTION = "ArchiveClassesAtExit";
  private static final String NAME = "tickgate.jsa";

  /**
   * Returns the archive of the jar that this process runs.
   *
   * @throws ArchiveRefusal where the process runs from classes, or in a JVM without such archives
   */
  static ClassArchive ofThisProcess() throws ArchiveRefusal {
    Path jar = Path.of(System.getProperty("java.class.path"));
    if (!isJar(jar)) {
      throw new ArchiveRefusal(
          Code.ARCHIVE_NOT_A_JAR,
          "this process does not run from the jar; use: java -jar tickgate.jar archive");
    }
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(OPTION);
    } catch (IllegalArgumentException e) {
      throw new ArchiveRefusal(
          Code.ARCHIVE_UNSUPPORTED_JVM,
          "%s %s has no option -XX:%s"
              .formatted(
                  System.getProperty("java.vm.name"), System.getProperty("java.version"), OPTION));
    }
    return new ClassArchive(jar);
  }

  /** Whether the class path is one file, and that file contains this program. */
  private static boolean isJar(Path classPath) {
    CodeSource source = ClassArchive.class.getProtectionDomain().getCodeSource();
    try {
      return source != null
          && Files.isRegularFile(classPath)
          && Files.isSameFile(classPath, Path.of(source.getLocation().toURI()));
    } catch (IOException | URISyntaxException e) {
      return false;
    }
  }

  /**
   * Writes the archive. It replaces an existing file only by the complete new one: processes may
   * have mapped the old one.
   *
   * @param file empty: beside the jar
   * @return the file
   * @throws ArchiveRefusal where the file cannot be written, or the JVM has written none
   */
  Path write(Optional<Path> file) throws ArchiveRefusal, InterruptedException {
    Path target = file.orElseGet(() -> jar.resolveSibling(NAME));
    Path directory = target.toAbsolutePath().getParent();
    if (Files.isDirectory(target)) {
      throw new ArchiveRefusal(Code.ARCHIVE_NOT_WRITABLE, target + " is a directory");
    }
    Path made = temporary(directory);
    try {
      record(made);
      Files.move(made, target, StandardCopyOption.REPLACE_EXISTING);
      return target;
    } catch (IOException e) {
      throw new ArchiveRefusal(Code.ARCHIVE_FAILED, e.toString());
    } finally {
      delete(made);
    }
  }

  private static Path temporary(Path directory) throws ArchiveRefusal {
    try {
      Path made = Files.createTempFile(directory, "tickgate", ".jsa");
      // The JVM creates the file.
      Files.delete(made);
      return made;
    } catch (IOException e) {
      throw new ArchiveRefusal(
          Code.ARCHIVE_NOT_WRITABLE, "cannot write in %s (%s)".formatted(directory, e));
    }
  }

  private static void delete(Path made) throws ArchiveRefusal {
    try {
      Files.deleteIfExists(made);
    } catch (IOException e) {
      throw new ArchiveRefusal(Code.ARCHIVE_FAILED, "cannot delete " + made + ": " + e);
    }
  }

  private void record(Path made) throws ArchiveRefusal, IOException, InterruptedException {
    try (RecordedStart start = RecordedStart.of(command(made), environment())) {
      start.awaitServing();
      start.stop();
      if (!Files.isRegularFile(made)) {
        throw new ArchiveRefusal(
            Code.ARCHIVE_FAILED, "the JVM has written no archive:\n" + start.output());
      }
    }
  }

  private List<String> command(Path made) {
    return List.of(java(), "-XX:" + OPTION + "=" + made, "-jar", jar.toString());
  }

  /** The settings of a gateway in a cluster of its own, at the loopback address. */
  private static Map<String, String> environment() throws IOException {
    String port = Integer.toString(FreePorts.inARow(ClusterSettings.NEIGHBOURS));
    return Map.of(
        "TICKGATE_ROLES", "gateway",
        "TICKGATE_HTTP_HOST", "127.0.0.1",
        "TICKGATE_HTTP_PORT", "0",
        "TICKGATE_OPS_HOST", "127.0.0.1",
        "TICKGATE_OPS_PORT", "0",
        "TICKGATE_CLUSTER_ENABLED", "true",
        "TICKGATE_CLUSTER_NAME", "archive-" + port,
        "TICKGATE_CLUSTER_PORT", port,
        "TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + port);
  }

  /** Returns the command that starts a process with the archive. */
  String start(Path archive) {
    return "java -XX:SharedArchiveFile=%s -XX:+ExitOnOutOfMemoryError -jar %s"
        .formatted(archive, jar);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
