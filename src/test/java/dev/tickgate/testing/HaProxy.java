package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A running HAProxy; closing it ends the process. */
public final class HaProxy implements AutoCloseable {

  private final ServerProgram program;

  private HaProxy(ServerProgram program) {
    this.program = program;
  }

  static HaProxy start(Path program, Path configuration, Map<String, String> environment) {
    int port = Ports.free();
    try {
      Path folder = Files.createTempDirectory("haproxy");
      Map<String, String> variables = new HashMap<>(environment);
      variables.put("HAPROXY_PORT", Integer.toString(port));
      variables.put("HAPROXY_STATS", folder.resolve("stats.sock").toString());
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(program.toString(), "-W", "-db", "-f", configuration.toString()));
      builder.environment().putAll(variables);
      return new HaProxy(ServerProgram.start("HAProxy", builder, port, folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return program.port();
  }

  /** Returns an address behind it, such as {@code uri("http", "/sse")}. */
  public URI uri(String scheme, String path) {
    return URI.create(scheme + "://127.0.0.1:" + port() + path);
  }

  /** Returns the process, for signals and its output. */
  public ChildProcess process() {
    return program.process();
  }

  @Override
  public void close() {
    program.close();
  }
}
