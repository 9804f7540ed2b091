package dev.tickgate.chaos;

import dev.tickgate.testing.ClusterFixture.Member;
import dev.tickgate.testing.Http;
import dev.tickgate.testing.JvmLoad;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The resources that a process holds.
 *
 * @param transports the open sessions by transport, as JSON
 * @param topics with subscribers
 * @param liveKib of the heap, after a collection
 * @param knownTopics of feeds in memory, whose newest publication a leader keeps
 */
record SoakSample(
    String transports,
    int topics,
    long waitingBytes,
    int files,
    int threads,
    long liveKib,
    long knownTopics,
    long residentKib) {
  private static final String KNOWN_TOPIC = "dev.tickgate.lead.NewestPublications$Kept";
  private static final String WAITING = "tickgate_sessions_waiting_bytes ";

  /**
   * Of a gateway.
   *
   * @param operations its operations port; one for all samples, as each has a connection of its own
   * @param key of an operator
   */
  static SoakSample ofGateway(Member member, Http operations, String key) {
    String authorization = "Bearer " + key;
    JsonObject cluster =
        new JsonObject(operations.get("/admin/cluster", "Authorization", authorization).body());
    String transports =
        cluster.getJsonArray("nodes").stream()
            .map(JsonObject.class::cast)
            .filter(node -> node.getString("process").startsWith(member.process().pid() + "@"))
            .map(node -> node.getJsonObject("transports").encode())
            .findFirst()
            .orElseThrow(() -> new AssertionError(cluster.encodePrettily()));
    int topics =
        new JsonObject(
                operations.get("/admin/topics?limit=500", "Authorization", authorization).body())
            .getJsonArray("topics")
            .size();
    long waiting =
        operations
            .get("/metrics")
            .body()
            .lines()
            .filter(line -> line.startsWith(WAITING))
            .mapToLong(line -> (long) Double.parseDouble(line.substring(WAITING.length())))
            .sum();
    return of(member, transports, topics, waiting);
  }

  /** Of a process without clients. */
  static SoakSample of(Member member) {
    return of(member, "{}", 0, 0);
  }

  private static SoakSample of(Member member, String transports, int topics, long waiting) {
    long pid = member.process().pid();
    JvmLoad load = new JvmLoad(pid);
    return new SoakSample(
        transports,
        topics,
        waiting,
        files(pid),
        status(pid, "Threads:"),
        load.liveBytes() / 1024,
        load.liveObjects(KNOWN_TOPIC),
        status(pid, "VmRSS:"));
  }

  /** The open file descriptors of a process. */
  static int files(long pid) {
    try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      return (int) all.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int status(long pid, String field) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
