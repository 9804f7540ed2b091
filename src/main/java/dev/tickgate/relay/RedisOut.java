package dev.tickgate.relay;

import dev.tickgate.lead.JournalReader;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.TopicFilter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Optional;

/**
 * Sends the publications of a feed to a stream of Redis for each topic. The id of an entry is the
 * position of its publication, so that Redis rejects an entry that it already has. A script adds a
 * batch in order, and stores the position in the journal with it. Confined to one event loop.
 */
final class RedisOut implements RelayPart, RedisLoop.Work {
  private static final int PAGE = 256;
  private static final long POLL_MS = 200;
  // About 5 s without an entry to send.
  private static final int MOST_IDLE_ROUNDS = 25;

  // Entries are added in the order of their ids. The first error, except that of an existing id,
  // ends the batch, so that no stream has a gap.
  private static final String SCRIPT =
      """
      local added = 0
      for i = 2, #KEYS do
        local at = 4 + (i - 2) * 5
        local reply = redis.pcall('XADD', KEYS[i], 'MAXLEN', '~', ARGV[3], ARGV[at],
          'topic', ARGV[at + 1], 'epoch', ARGV[at + 2], 'offset', ARGV[at + 3], 'payload', ARGV[at + 4])
        if type(reply) == 'table' and reply.err then
          if not string.find(reply.err, 'equal or smaller', 1, true) then
            return redis.error_reply(reply.err)
          end
        else
          added = added + 1
        end
      end
      redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
      return added
      """;

  private final RelaySettings.Redis settings;
  private final JournalReader journal;
  private final RelayReport report;
  private final RedisLoop loop;
  // Empty until Redis has returned the position.
  private Optional<Position> place = Optional.empty();
  // A page that was sent and not answered: Redis may have added its entries.
  private Optional<JournalReader.Page> unanswered = Optional.empty();
  // Rounds since the last answer of Redis.
  private int idleRounds;

  RedisOut(Vertx vertx, RelaySettings.Redis settings, JournalReader journal, RelayReport report) {
    this.settings = settings;
    this.journal = journal;
    this.report = report;
    this.loop = new RedisLoop(vertx, settings, this, report);
  }

  @Override
  public void start() {
    loop.start();
  }

  @Override
  public Future<Void> stop() {
    return loop.stop();
  }

  @Override
  public RelayReport report() {
    return report;
  }

  /** The key of the hash with the position in the journal of each feed. */
  private String places() {
    return settings.id() + ":places";
  }

  @Override
  public Future<Void> begin(RedisConnection connection) {
    return stored(connection).onSuccess(stored -> found(place(stored))).mapEmpty();
  }

  private Future<Response> stored(RedisConnection connection) {
    return connection.send(Request.cmd(Command.HGET).arg(places()).arg(journal.feed()));
  }

  private void found(Position stored) {
    place = Optional.of(stored);
    unanswered
        .filter(page -> page.end().equals(stored))
        .ifPresent(page -> report.lost(journal.feed(), page.missing()));
    unanswered = Optional.empty();
    idleRounds = 0;
  }

  private static Position place(Response stored) {
    return stored == null ? JournalReader.BEGIN : Position.parse(stored.toString()).orElseThrow();
  }

  @Override
  public Future<Long> round(RedisConnection connection) {
    Position at = place.orElseThrow();
    return journal.after(at, PAGE).compose(page -> relay(connection, at, page));
  }

  /** Reports the backlog, which grows while Redis is unreachable. */
  @Override
  public void failed() {
    place.ifPresent(at -> journal.behind(at).onSuccess(report::behind));
  }

  private Future<Long> relay(RedisConnection connection, Position at, JournalReader.Page page) {
    if (page.end().equals(at)) {
      report.behind(page.behind());
      return idle(connection);
    }
    if (page.restarted()) {
      report.restarted(journal.feed(), page.end().epoch());
    }
    unanswered = Optional.of(page);
    return RedisLoop.inTime(connection.send(script(page)))
        .map(
            added -> {
              report.count(RelayEvent.SENT, added.toLong());
              report.behind(page.behind());
              found(page.end());
              return 0L;
            });
  }

  /**
   * Checks an idle connection with the request of {@link #begin}, which needs no further right: an
   * unreachable Redis is reported before an entry waits for it.
   */
  private Future<Long> idle(RedisConnection connection) {
    idleRounds++;
    if (idleRounds < MOST_IDLE_ROUNDS) {
      return Future.succeededFuture(POLL_MS);
    }
    return RedisLoop.inTime(stored(connection))
        .map(
            answer -> {
              idleRounds = 0;
              return POLL_MS;
            });
  }

  private Request script(JournalReader.Page page) {
    List<Publication> matching =
        page.publications().stream()
            .filter(one -> TopicFilter.anyMatches(settings.out(), one.topic()))
            .toList();
    Request script = Request.cmd(Command.EVAL).arg(SCRIPT).arg(matching.size() + 1);
    script.arg(places());
    matching.forEach(one -> script.arg(settings.prefix() + one.topic().name()));
    script.arg(journal.feed()).arg(page.end().toString()).arg(settings.maxLength());
    for (Publication one : matching) {
      long epoch = one.position().epoch();
      long offset = one.position().offset();
      script
          .arg(epoch + "-" + offset)
          .arg(one.topic().name())
          .arg(epoch)
          .arg(offset)
          .arg(one.json());
    }
    return script;
  }
}
