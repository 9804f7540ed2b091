package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A server program with a folder of its own; closing it ends the program and deletes the folder.
 */
final class ServerProgram implements AutoCloseable {
  private static final Duration START = AwaitLimit.LIMIT;

  private final ChildProcess process;
  private final int port;
  private final Path folder;

  private ServerProgram(ChildProcess process, int port, Path folder) {
    this.process = process;
    this.port = port;
    this.folder = folder;
  }

  /** Starts the program, and returns when it listens on the port. */
  static ServerProgram start(String name, ProcessBuilder builder, int port, Path folder)
      throws IOException {
    ServerProgram program = new ServerProgram(ChildProcess.start(builder), port, folder);
    try {
      program.process.await(name + " on port " + port, START, program::listens);
      return program;
    } catch (AssertionError e) {
      program.close();
      throw e;
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  int port() {
    return port;
  }

  ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
