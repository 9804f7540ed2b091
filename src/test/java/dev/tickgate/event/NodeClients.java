package dev.tickgate.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Event sources from npm, all in one process. */
final class NodeClients implements AutoCloseable {
  private final List<String> command = new ArrayList<>();
  private final List<SseClient> clients = new ArrayList<>();
  private Process process;

  NodeClients(String token) {
    command.addAll(List.of("node", "src/test/js/event-source.mjs", token));
  }

  void add(String library, String url, SseClient client) {
    command.addAll(List.of(library, url));
    clients.add(client);
  }

  void start() throws IOException {
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader lines = process.inputReader();
    Thread reader = new Thread(() -> lines.lines().forEach(this::line), "node clients");
    reader.setDaemon(true);
    reader.start();
  }

  private void line(String line) {
    int blank = line.indexOf(' ');
    clients.get(Integer.parseInt(line.substring(0, blank))).received(line.substring(blank + 1));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
