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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server of Redis that writes each command to its file, and keeps its data while it is stopped.
 */
public final class RedisFixture implements AutoCloseable {
  static final String VARIABLE = "TICKGATE_TEST_REDIS";
  private static final String ADVICE =
      "No redis-server for the tests: install it (Debian: apt-get install redis-server; macOS: brew"
          + " install redis), or name its program in "
          + VARIABLE
          + ".";

  private final Vertx vertx;
  // Empty where the server requires no password.
  private final String password;
  private final Path program;
  // Empty without TLS.
  private final List<String> tls;
  private final int port = Ports.free();
  private final int securePort = Ports.free();
  private final Path folder;
  private ChildProcess process;

  public RedisFixture(Vertx vertx) {
    this(vertx, "");
  }

  /** A server that requires a password. */
  public RedisFixture(Vertx vertx, String password) {
    this(vertx, password, List.of());
  }

  /** A server that also listens with TLS, with a certificate. */
  public RedisFixture(Vertx vertx, Certificates.Pair certificate) {
    this(
        vertx,
        "",
        List.of(
            "--tls-cert-file",
            certificate.cert().toString(),
            "--tls-key-file",
            certificate.key().toString(),
            "--tls-ca-cert-file",
            certificate.cert().toString(),
            "--tls-auth-clients",
            "no"));
  }

  private RedisFixture(Vertx vertx, String password, List<String> tls) {
    this.vertx = vertx;
    this.password = password;
    this.tls = tls;
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

  /** Starts the server, also after a stop. */
  public void start() {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
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
            password));
    if (!tls.isEmpty()) {
      command.addAll(List.of("--tls-port", Integer.toString(securePort)));
      command.addAll(tls);
    }
    try {
      process = ChildProcess.start(new ProcessBuilder(command));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.await("Redis on port " + port, AwaitLimit.LIMIT, this::answers);
  }

  /** Whether the server answers, which includes that it has read its file. */
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

  /**
   * Pauses the server: it keeps its connections, the system accepts others, and it answers nothing.
   */
  public void pause() {
    process.pause();
  }

  /** Continues the server after a pause. */
  public void resume() {
    process.resume();
  }

  /** Kills the server. */
  public void kill() {
    process.kill();
    process.awaitExit(AwaitLimit.LIMIT);
  }

  public String url() {
    return url(password);
  }

  /** Returns the URL with TLS. */
  public String secureUrl() {
    return "rediss://127.0.0.1:" + securePort;
  }

  /** Returns the URL with a password, which may be wrong. */
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
