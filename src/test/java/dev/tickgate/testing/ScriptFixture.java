package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Runs scripts of the documents in a folder with the layout of the repository, on free ports
 * instead of the ports of the documents.
 */
public final class ScriptFixture {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final List<String> PORTS =
      List.of(
          "8080", "8081", "8090", "8091", "8101", "8102", "8200", "8201", "8202", "8203", "5701",
          "5702");
  private static final Pattern PORT = Pattern.compile("\\b(" + String.join("|", PORTS) + ")\\b");

  private final Path folder;
  private final Map<String, String> ports;
  private final Map<String, String> environment = new HashMap<>();

  public ScriptFixture(Path folder) {
    this.folder = folder;
    ports = PORTS.stream().collect(Collectors.toMap(port -> port, port -> "" + Ports.free()));
    int cluster = Ports.ofCluster();
    ports.put("5701", "" + cluster);
    ports.put("5702", "" + (cluster + 1));
    environment.put("TICKGATE_HTTP_PORT", port("8080"));
    environment.put("TICKGATE_OPS_PORT", port("8081"));
    environment.put("TICKGATE_CLUSTER_PORT", port("5701"));
    environment.put("TICKGATE_CLUSTER_MEMBERS", "127.0.0.1:" + port("5701"));
    environment.put("TICKGATE_DATABASE_EMBEDDED_DIR", folder.resolve("postgresql").toString());
    environment.put("HAPROXY_PORT", port("8080"));
    environment.put("HAPROXY_STATS", folder.resolve("stats.sock").toString());
    environment.put("JDK_JAVA_OPTIONS", "-Xmx256m");
    environment.put("PATH", System.getenv("PATH") + ":" + HaProxies.executable().getParent());
    copyTheJarAndTheConfiguration();
  }

  private void copyTheJarAndTheConfiguration() {
    Path jar = Path.of(System.getProperty("tickgate.jar", "target/tickgate.jar"));
    try {
      Files.createDirectories(folder.resolve("target"));
      Files.copy(jar, folder.resolve("target/tickgate.jar"));
      Files.createDirectory(folder.resolve("conf"));
      Files.copy(Path.of("conf/haproxy.cfg"), folder.resolve("conf/haproxy.cfg"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets a variable of all scripts. */
  public ScriptFixture set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  public Path folder() {
    return folder;
  }

  /** Returns the port that replaces a port of the documents. */
  public String port(String documented) {
    return ports.get(documented);
  }

  /** Returns a text of a document with the ports of this fixture. */
  public String here(String text) {
    return PORT.matcher(text).replaceAll(port -> Matcher.quoteReplacement(port(port.group())));
  }

  /** Runs a script with the ports of this fixture until it is closed, or ends. */
  public ChildProcess run(String script) {
    // The wait keeps bash as the parent of every process of the script.
    return Snippets.script(folder, script + "\nwait\n", environment);
  }

  /** Runs a script that ends by itself and without an error; returns its output. */
  public String output(String script) {
    try (ChildProcess process = Snippets.script(folder, "set -e\n" + script, environment)) {
      int code = process.awaitExit(LIMIT);
      if (code != 0) {
        throw new AssertionError(script + "\nended with " + code + ":\n" + process.tail());
      }
      return String.join("\n", process.lines());
    }
  }

  /** Stops each process of the script with SIGTERM, similar to Ctrl-C. */
  public static void stop(ChildProcess script) {
    ProcessHandle.of(script.pid()).orElseThrow().descendants().forEach(ProcessHandle::destroy);
    script.awaitExit(LIMIT);
  }
}
