package dev.tickgate.relay;

import dev.tickgate.relay.RelaySettings.Identity;
import dev.tickgate.relay.RelaySettings.Inlet;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Publishes entries of Redis Streams. It acknowledges an entry after the entry is published or
 * refused; the leader recognizes an entry that is read again by its key. One batch of each stream
 * is in memory. Confined to one event loop.
 */
final class RedisIn implements RelayPart, RedisLoop.Work {
  private static final String CONSUMER = "relay";
  private static final int BATCH = 100;
  private static final int BLOCK_MS = 2_000;

  private final String group;
  private final Map<String, Inlet> inlets;
  private final List<String> streams;
  private final InboundPublisher publisher;
  private final RelayReport report;
  private final RedisLoop loop;
  // Whether to read pending entries: this process or a former leader has read them, and has not
  // acknowledged them. They come first.
  private boolean pending;

  RedisIn(
      Vertx vertx, RelaySettings.Redis settings, InboundPublisher publisher, RelayReport report) {
    this.group = settings.id();
    this.inlets =
        settings.in().stream().collect(Collectors.toMap(Inlet::from, Function.identity()));
    this.streams = List.copyOf(inlets.keySet());
    this.publisher = publisher;
    this.report = report;
    this.loop = new RedisLoop(vertx, settings, this, report);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public Future<Void> stop() {
    publisher.stop();
    return loop.stop();
  }

  @Override
  public RelayReport report() {
    return report;
  }

  @Override
  public Future<Void> begin(RedisConnection connection) {
    pending = true;
    return Future.all(streams.stream().map(stream -> createGroup(connection, stream)).toList())
        .mapEmpty();
  }

  private Future<Void> createGroup(RedisConnection connection, String stream) {
    return connection
        .send(
            Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(stream)
                .arg(group)
                .arg("0")
                .arg("MKSTREAM"))
        .<Void>mapEmpty()
        .recover(
            failure ->
                String.valueOf(failure.getMessage()).startsWith("BUSYGROUP")
                    ? Future.succeededFuture() // the group exists
                    : Future.failedFuture(failure));
  }

  @Override
  public Future<Long> round(RedisConnection connection) {
    return RedisLoop.inTime(connection.send(read())).compose(answer -> relay(connection, answer));
  }

  private Request read() {
    Request read =
        Request.cmd(Command.XREADGROUP)
            .arg("GROUP")
            .arg(group)
            .arg(CONSUMER)
            .arg("COUNT")
            .arg(BATCH);
    if (!pending) {
      read.arg("BLOCK").arg(BLOCK_MS);
    }
    read.arg("STREAMS");
    streams.forEach(read::arg);
    streams.forEach(stream -> read.arg(pending ? "0" : ">"));
    return read;
  }

  private Future<Long> relay(RedisConnection connection, Response answer) {
    List<InboundRecord> records = new ArrayList<>();
    List<Request> acknowledgements = new ArrayList<>();
    if (answer != null) {
      for (Response stream : answer) {
        if (stream.get(1).size() > 0) {
          acknowledgements.add(take(stream.get(0).toString(), stream.get(1), records));
        }
      }
    }
    if (acknowledgements.isEmpty()) {
      // Pending entries are read again from time to time: Redis may have delivered entries to a
      // connection that has failed.
      pending = !pending;
      return Future.succeededFuture(0L);
    }
    return publisher
        .publish(records)
        .compose(published -> RedisLoop.inTime(connection.batch(acknowledgements)))
        .map(0L);
  }

  /** Adds the entries of a stream to the records; returns the command that acknowledges them. */
  private Request take(String stream, Response entries, List<InboundRecord> records) {
    Request acknowledge = Request.cmd(Command.XACK).arg(stream).arg(group);
    for (Response entry : entries) {
      String id = entry.get(0).toString();
      acknowledge.arg(id);
      // An entry that was deleted while it was pending has no fields.
      if (entry.get(1) != null) {
        records.add(record(stream, id, entry.get(1)));
      }
    }
    return acknowledge;
  }

  private InboundRecord record(String stream, String id, Response fields) {
    Inlet inlet = inlets.get(stream);
    String payload = "";
    String key = "";
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      String value = fields.get(i + 1).toString(StandardCharsets.UTF_8);
      switch (fields.get(i).toString()) {
        case "payload" -> payload = value;
        case "key" -> key = value;
        default -> {} // other fields are ignored
      }
    }
    boolean isKeyed = inlet.identity() == Identity.KEY && !key.isEmpty();
    String name = isKeyed ? ":" + key : "/" + id;
    return new InboundRecord(
        inlet.to(), "redis:" + stream + name, payload, "redis " + stream + "/" + id);
  }
}
