package dev.tickgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tickgate.bench.NettyServer.Waiting;
import dev.tickgate.testing.Ports;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The load generator against a server that does right, and servers that do wrong. */
@Timeout(60)
class BenchIT {
  private static final int CONNECTIONS = 50;
  private static final int RATE = 1000;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void everyDeliveryOfARightServerIsCounted() throws Exception {
    JsonNode result = measured(Mischief.NONE, Bench.OK);

    assertThat(result.get("deliveries").asLong()).isPositive();
    assertThat(result.get("lost").asLong()).isZero();
    assertThat(result.get("duplicated").asLong()).isZero();
    assertThat(result.get("reordered").asLong()).isZero();
    assertThat(result.get("p50").asDouble()).isPositive();
  }

  @Test
  void aServerThatDropsIsFoundOut() throws Exception {
    JsonNode result = measured(Mischief.DROPS, Bench.WRONG);

    assertThat(result.get("lost").asLong()).isPositive();
    assertThat(result.get("lost").asLong() % CONNECTIONS).isZero();
    assertThat(result.get("duplicated").asLong()).isZero();
    assertThat(result.get("reordered").asLong()).isZero();
  }

  @Test
  void aServerThatRepeatsIsFoundOut() throws Exception {
    JsonNode result = measured(Mischief.REPEATS, Bench.WRONG);

    assertThat(result.get("duplicated").asLong()).isPositive();
    assertThat(result.get("duplicated").asLong() % CONNECTIONS).isZero();
    assertThat(result.get("lost").asLong()).isZero();
    assertThat(result.get("reordered").asLong()).isZero();
  }

  @Test
  void aServerThatSwapsIsFoundOut() throws Exception {
    JsonNode result = measured(Mischief.SWAPS, Bench.WRONG);

    assertThat(result.get("reordered").asLong()).isPositive();
    assertThat(result.get("reordered").asLong() % CONNECTIONS).isZero();
    assertThat(result.get("lost").asLong()).isZero();
    assertThat(result.get("duplicated").asLong()).isZero();
  }

  @Test
  void asFastAsItGoesWithManyTopicsAndSlowClientsNothingIsLost() throws Exception {
    try (NettyServer server = new NettyServer(Waiting.BEST, Mischief.NONE, 0, 0)) {
      JsonNode result = run(server, Bench.OK, "--topics", "10", "--slow", "20", "--threads", "2");

      assertThat(result.get("deliveries").asLong()).isPositive();
    }
  }

  @Test
  void practiceOnAnotherServerIsNotCounted() throws Exception {
    try (NettyServer other = new NettyServer(Waiting.BEST, Mischief.DROPS, 0, 0);
        NettyServer server = new NettyServer(Waiting.BEST, Mischief.NONE, 0, 0)) {
      JsonNode result =
          run(
              server,
              Bench.OK,
              "--rate=" + RATE,
              "--practice=127.0.0.1:" + other.port(),
              "--practice-source=" + other.sourcePort());

      assertThat(other.written()).isPositive();
      assertThat(result.get("received").asLong()).isEqualTo(server.written());
    }
  }

  @Test
  void aServerThatIsNotThereEndsTheRunAtOnce() {
    // More than are opened at once: the others are never tried.
    int exit =
        execute("--handshakes", "--connections", "500", "--url", "127.0.0.1:" + Ports.free());

    assertThat(exit).isNotEqualTo(Bench.OK);
    assertThat(err.toString()).contains("refused");
  }

  @Test
  void wrongUsageIsToldBeforeAnythingIsStarted() {
    assertThat(execute("--source", "1", "--topics", "0")).isEqualTo(Bench.BAD_USAGE);
    assertThat(execute("--source", "1", "--transport", "pigeon")).isEqualTo(Bench.BAD_USAGE);
    assertThat(execute("--source", "1", "--warmup", "soon")).isEqualTo(Bench.BAD_USAGE);
    assertThat(execute("--connections", "10")).isEqualTo(Bench.BAD_USAGE);
    assertThat(execute("--source", "1", "--practice", "here:80")).isEqualTo(Bench.BAD_USAGE);
    assertThat(execute("--handshakes", "--practice", "here")).isEqualTo(Bench.BAD_USAGE);
    assertThat(execute("--source", "1", "--connections", "1999999999")).isEqualTo(Bench.BAD_USAGE);
    assertThat(err.toString())
        .contains("--topics must be 1 to --connections")
        .contains("--transport must be websocket, sockjs, bridge or sse")
        .contains("--warmup must be like 500ms, 10s or 1m")
        .contains("--source, --handshakes or --idle is needed")
        .contains("--practice-source is needed with --practice and --source, and only there")
        .contains("--practice must be host:port")
        .contains("this process may open");
  }

  private JsonNode measured(Mischief mischief, int exitCode) throws Exception {
    try (NettyServer server = new NettyServer(Waiting.BEST, mischief, 0, 0)) {
      JsonNode result = run(server, exitCode, "--rate", Integer.toString(RATE));
      assertThat(result.get("received").asLong()).isEqualTo(server.written());
      return result;
    }
  }

  private JsonNode run(NettyServer server, int exitCode, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--url", "127.0.0.1:" + server.port()));
    arguments.addAll(List.of("--source", Integer.toString(server.sourcePort())));
    arguments.addAll(List.of("--connections", Integer.toString(CONNECTIONS)));
    arguments.addAll(List.of("--warmup", "100ms", "--duration", "500ms", "--json"));
    assertThat(execute(arguments.toArray(String[]::new))).as(err.toString()).isEqualTo(exitCode);
    return new ObjectMapper().readTree(out.toString());
  }

  private int execute(String... arguments) {
    return new CommandLine(new Bench())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
