package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedBatch;
import dev.tickgate.bus.SamplesRequest;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Sample;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Feeds of tables with many symbols, each a topic. */
class SymbolFeedIT {
  private static final int SYMBOLS = 2_000;
  private static final int SECONDS = 5;
  private static final Duration POLL = Duration.ofMillis(10);

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  private final List<FeedBatch> batches = new CopyOnWriteArrayList<>();
  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());

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

  private Feed byTime() {
    return byTime(Key.Time.DEFAULT_LOOKBACK);
  }

  private Feed byTime(Duration lookback) {
    return feed(new Key.Time("time", lookback));
  }

  private Feed feed(Key key) {
    return new Feed(
        bed.table,
        new Symbols.Column("symbol", "ticks."),
        bed.table,
        key,
        new Feed.Columns("time", "bid", "ask"),
        POLL);
  }

  @Test
  void twoThousandSymbolsWithARowEachSecondArePublishedOnceAndInOrder() {
    bed.start(byTime(), "a");
    bed.awaitFirstLook(database);

    for (int second = 1; second <= SECONDS; second++) {
      run(
          "insert into %1$s (time, symbol, bid, ask)"
              + " select date_trunc('second', now()) - interval '1 minute' + %2$d * interval '1 s',"
              + " 'S' || n, %2$d, %2$d from generate_series(1, %3$d) n",
          second, SYMBOLS);
    }

    await().atMost(Duration.ofSeconds(120)).until(() -> publications().size() >= SECONDS * SYMBOLS);
    Map<Topic, List<Publication>> topics = byTopic();
    assertThat(topics.keySet())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, SYMBOLS).mapToObj(n -> Topic.ofTicks("S" + n)).toList());
    assertThat(topics.values())
        .allSatisfy(
            topic -> {
              assertThat(offsets(topic)).containsExactly(1L, 2L, 3L, 4L, 5L);
              assertThat(bids(topic)).containsExactly(1, 2, 3, 4, 5);
            });
    assertThat(sequence())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, SECONDS * SYMBOLS).boxed().toList());
    // One lease whatever the number of symbols.
    assertThat(count("tickgate.feed where name = '%1$s'")).isEqualTo(1);
    assertThat(count("tickgate.topic where feed = '%1$s'")).isEqualTo(SYMBOLS);
  }

  @Test
  void everyRowIsPublishedOnceWhileWritersCommitLateAndLeadersComeAndGo() throws Exception {
    Feed feed = byTime();
    FeedFixture.Running first = bed.start(feed, "a");
    bed.awaitFirstLook(database);
    FeedFixture.Running second = bed.start(feed, "b");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<?>> writers = new ArrayList<>();
    for (int writer = 0; writer < 8; writer++) {
      int number = writer;
      writers.add(threads.submit(() -> write(number)));
    }

    await().until(() -> first.published.get() > 300);
    bed.kill(first);
    second.verticle.memberLeft("a");
    await().until(second::leads);
    for (Future<?> writer : writers) {
      writer.get();
    }
    threads.shutdown();

    Set<String> committed =
        texts(
            "select (extract(epoch from time) * 1000000)::bigint || ':' || symbol from %1$s"
                .formatted(bed.table));
    assertThat(committed).hasSizeGreaterThan(1_000);
    // The tail of the journal is published again by the second leader.
    await().atMost(Duration.ofSeconds(120)).until(() -> positions().size() >= committed.size());
    assertThat(positions()).hasSize(committed.size());
    assertThat(texts("select key from tickgate.journal where feed = '" + bed.table + "'"))
        .isEqualTo(committed);
    assertThat(count("tickgate.journal where feed = '%1$s'")).isEqualTo(committed.size());
    assertThat(byTopic().values())
        .allSatisfy(
            topic -> {
              List<Long> offsets = offsets(topic).stream().distinct().sorted().toList();
              assertThat(offsets)
                  .containsExactlyElementsOf(
                      LongStream.rangeClosed(1, offsets.size()).boxed().toList());
            });
  }

  // Each with symbols of its own: two that insert the same rows would wait for each other.
  private void write(int writer) {
    Random random = new Random(writer);
    String insert =
        "insert into %s (time, symbol, bid, ask)"
            + " select date_trunc('second', now()) + %d * interval '1 s', 'S%d.' || n, 1, 1"
            + " from generate_series(%d, %d) n on conflict do nothing";
    SqlConnection connection = await(database.pool().getConnection());
    for (int i = 0; i < 15; i++) {
      for (String step : new String[] {"begin", "savepoint s"}) {
        await(connection.query(step).execute());
        int low = random.nextInt(400);
        await(
            connection
                .query(
                    insert.formatted(
                        bed.table, random.nextInt(7) - 3, writer, low, low + random.nextInt(60)))
                .execute());
      }
      await(connection.query(random.nextBoolean() ? "rollback to s" : "release s").execute());
      await(connection.query("select pg_sleep(" + random.nextDouble() * 0.2 + ")").execute());
      await(connection.query(random.nextInt(10) == 0 ? "rollback" : "commit").execute());
    }
    await(connection.close());
  }

  @Test
  void theJournalTellsTheTopicsAndThePricesOfEach() {
    bed.start(byTime(), "a");
    bed.awaitFirstLook(database);
    run(
        "insert into %1$s (time, symbol, bid, ask)"
            + " select date_trunc('second', now()) - m * interval '1 s', 'S' || n, n, n"
            + " from generate_series(1, 3) n, generate_series(0, 99) m");
    await().until(() -> publications().size() == 300);
    Instant now = Instant.now();

    List<Sample> samples =
        await(
            new JournalSamples(database.pool(), byTime())
                .answer(
                    new SamplesRequest(
                        bed.table,
                        Topic.ofTicks("S2"),
                        now.minusSeconds(600),
                        now.plusSeconds(600),
                        Duration.ofMinutes(30))));

    assertThat(samples.stream().mapToLong(Sample::count).sum()).isEqualTo(100);
    assertThat(samples).allMatch(sample -> sample.low() == 2 && sample.high() == 2);
    assertThat(await(new JournalTopics(database.pool(), bed.table).read()))
        .containsExactly(Topic.ofTicks("S1"), Topic.ofTicks("S2"), Topic.ofTicks("S3"));
  }

  @Test
  void rowsWithASerialKeyAreToldApartByItAlone() {
    bed.start(feed(new Key.Serial("id", 10_000)), "a");
    bed.awaitFirstLook(database);
    run("insert into %1$s (time, symbol, bid, ask) values (now(), 'B', 1, 1), (now(), 'A', 2, 2)");

    await().until(() -> publications().size() == 2);

    assertThat(publications().stream().map(Publication::topic))
        .containsExactly(Topic.ofTicks("B"), Topic.ofTicks("A"));
    assertThat(
            texts(
                "select coalesce(key, row_key::text) from tickgate.journal where feed = '"
                    + bed.table
                    + "'"))
        .containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void aRowWhoseTopicIsOfAnotherFeedIsNotPublished() {
    Feed feed =
        new Feed(
            bed.table,
            new Symbols.Column("symbol", "ticks.", List.of(new TopicFilter("ticks.USD_JPY"))),
            bed.table,
            byTime().key(),
            byTime().columns(),
            POLL);
    FeedFixture.Running poller = bed.start(feed, "a");
    bed.awaitFirstLook(database);
    run(
        "insert into %1$s (time, symbol, bid, ask) values (now(), 'USD_JPY', 1, 1), (now(), 'A', 2, 2)");

    await().until(() -> !publications().isEmpty());

    assertThat(publications().stream().map(Publication::topic)).containsExactly(Topic.ofTicks("A"));
    assertThat(poller.dropped).containsExactly(DropReason.SYMBOL_OF_ANOTHER_FEED);
  }

  @Test
  void lateRowsOfOneMomentAreCountedEach() {
    FeedFixture.Running poller =
        bed.start(
            byTime(Duration.ofSeconds(1)),
            "a",
            new FeedSettings(Duration.ofMillis(900), Duration.ofHours(24), Duration.ofMillis(200)));
    bed.awaitFirstLook(database);
    run("insert into %1$s (time, symbol, bid, ask) values (now(), 'A', 1, 1)");
    await().until(() -> publications().size() == 1);

    // Two pages of an audit, of one moment.
    run(
        "insert into %1$s (time, symbol, bid, ask)"
            + " select now() - interval '5 s', 'S' || n, 1, 1 from generate_series(1, 1500) n");

    await().until(() -> poller.late.get() == 1_500);
    assertThat(publications()).hasSize(1);
  }

  private void run(String sql, Object... more) {
    Object[] all = new Object[more.length + 1];
    all[0] = bed.table;
    System.arraycopy(more, 0, all, 1, more.length);
    database.run(sql.formatted(all));
  }

  private long count(String from) {
    return database
        .run("select count(*) from " + from.formatted(bed.table))
        .iterator()
        .next()
        .getLong(0);
  }

  private static Set<String> texts(String sql) {
    Set<String> all = new HashSet<>();
    database.run(sql).forEach(row -> all.add(row.getString(0)));
    return all;
  }

  private List<Publication> publications() {
    return batches.stream().flatMap(batch -> batch.publications().stream()).toList();
  }

  private List<Long> sequence() {
    return batches.stream()
        .flatMapToLong(batch -> LongStream.rangeClosed(batch.first(), batch.last()))
        .boxed()
        .toList();
  }

  private Map<Topic, List<Publication>> byTopic() {
    return publications().stream()
        .collect(Collectors.groupingBy(Publication::topic, TreeMap::new, Collectors.toList()));
  }

  private Set<Map.Entry<Topic, Position>> positions() {
    return publications().stream()
        .map(publication -> Map.entry(publication.topic(), publication.position()))
        .collect(Collectors.toSet());
  }

  private static List<Long> offsets(List<Publication> topic) {
    return topic.stream().map(publication -> publication.position().offset()).toList();
  }

  private static List<Integer> bids(List<Publication> topic) {
    return topic.stream()
        .map(p -> new JsonObject(new String(p.json(), StandardCharsets.UTF_8)).getInteger("bid"))
        .toList();
  }
}
