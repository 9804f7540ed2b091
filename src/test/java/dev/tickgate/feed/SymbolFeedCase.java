package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedBatch;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;

/** A table with many symbols, each a topic of its feed, and the batches of the feed. */
abstract class SymbolFeedCase {
  static final Duration POLL = Duration.ofMillis(10);

  final DatabaseFixture database;
  @Fixture final FeedFixture bed;
  private final List<FeedBatch> batches = new CopyOnWriteArrayList<>();

  SymbolFeedCase(Vertx vertx, DatabaseFixture database) {
    this.database = database;
    this.bed = new FeedFixture(vertx, database.options());
  }

  @BeforeEach
  void lay() {
    await(bed.bus.hearFeed(bed.table, batches::add));
    run(
        """
        create table %1$s (
          id bigserial, time timestamptz not null, symbol text, bid numeric, ask numeric,
          unique (time, symbol))
        """);
  }

  Feed byTime() {
    return byTime(Key.Time.DEFAULT_LOOKBACK);
  }

  Feed byTime(Duration lookback) {
    return feed(new Key.Time("time", lookback));
  }

  Feed feed(Key key) {
    return new Feed(
        bed.table,
        new Symbols.Column("symbol", "ticks."),
        bed.table,
        key,
        new Feed.Columns("time", "bid", "ask"),
        POLL);
  }

  void run(String sql, Object... more) {
    Object[] all = new Object[more.length + 1];
    all[0] = bed.table;
    System.arraycopy(more, 0, all, 1, more.length);
    database.run(sql.formatted(all));
  }

  long count(String from) {
    return database
        .run("select count(*) from " + from.formatted(bed.table))
        .iterator()
        .next()
        .getLong(0);
  }

  Set<String> texts(String sql) {
    Set<String> all = new HashSet<>();
    database.run(sql).forEach(row -> all.add(row.getString(0)));
    return all;
  }

  List<Publication> publications() {
    return batches.stream().flatMap(batch -> batch.publications().stream()).toList();
  }

  List<Long> sequence() {
    return batches.stream()
        .flatMapToLong(batch -> LongStream.rangeClosed(batch.first(), batch.last()))
        .boxed()
        .toList();
  }

  Map<Topic, List<Publication>> byTopic() {
    return publications().stream()
        .collect(Collectors.groupingBy(Publication::topic, TreeMap::new, Collectors.toList()));
  }

  Set<Map.Entry<Topic, Position>> positions() {
    return publications().stream()
        .map(publication -> Map.entry(publication.topic(), publication.position()))
        .collect(Collectors.toSet());
  }

  static List<Long> offsets(List<Publication> topic) {
    return topic.stream().map(publication -> publication.position().offset()).toList();
  }

  static List<Integer> bids(List<Publication> topic) {
    return topic.stream()
        .map(p -> new JsonObject(new String(p.json(), StandardCharsets.UTF_8)).getInteger("bid"))
        .toList();
  }
}
