package dev.tickgate.testing;

import static dev.tickgate.testing.DatabaseFixture.await;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A server of Redis that writes each command to its file, and keeps its data while stopped. */
public final class RedisFixture implements AutoCloseable {
  static final String VARIABLE = "TICKGATE_TEST_REDIS";
  private static final String ADVICE =
      "No redis-server for the tests: install it (Debian: apt-get install redis-server; macOS: brew"
          + " install redis), or name its program in "
          + VARIABLE
          + ".";

  private final Vertx vertx;
  // Empty: none is required.
  private final String password;
  private final Path program;
  private final int port = Ports.free();
  private final Path folder;
  private ChildProcess process;

  public RedisFixture(Vertx vertx) {
    this(vertx, "");
  }

  /** One that requires a password. */
  public RedisFixture(Vertx vertx, String password) {
    this.vertx = vertx;
    this.password = password;
    this.program =
        Programs.first(
            ADVICE,
            List.of(
                () -> Programs.named(VARIABLE, System.getenv(VARIABLE)),
                () -> Programs.installed("redis-server", "/opt/homebrew/bin/redis-server"),
                () -> Programs.debian("redis-server", "redis-server")));
    try {
      folder = Files.createTempDirectory("redis");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  /** Starts it, again after a stop. */
  public void start() {
    ProcessBuilder builder =
        new ProcessBuilder(
            program.toString(),
            "--port",
            Integer.toString(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder.toString(),
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always",
            "--requirepass",
            password);
    try {
      process = ChildProcess.start(builder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.await("Redis on port " + port, AwaitLimit.LIMIT, this::answers);
  }

  /** Whether it has read its file, too. */
  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      String authentication = password.isEmpty() ? "" : "AUTH " + password + "\r\n";
      socket
          .getOutputStream()
          .write((authentication + "PING\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
      String replies =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return replies.contains("+PONG");
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** Ends it without notice. */
  public void kill() {
    process.kill();
    process.awaitExit(AwaitLimit.LIMIT);
  }

  public String url() {
    return url(password);
  }

  /** The URL with a password, which may be wrong. */
  public String url(String given) {
    String credentials =
        given.isEmpty() ? "" : ":" + URLEncoder.encode(given, StandardCharsets.UTF_8) + "@";
    return "redis://" + credentials + "127.0.0.1:" + port;
  }

  /** Executes a command on a connection of its own. */
  public Response run(Command command, String... arguments) {
    Redis client = Redis.createClient(vertx, url());
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return await(client.send(request).eventually(client::close));
  }

  @Override
  public void close() {
    process.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
