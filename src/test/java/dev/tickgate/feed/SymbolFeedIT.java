package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.SamplesRequest;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Sample;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Feeds of tables with many symbols, each a topic. */
class SymbolFeedIT extends SymbolFeedCase {
  private static final int SYMBOLS = 2_000;
  private static final int SECONDS = 5;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture shared = DatabaseFixture.create(vertx);

  SymbolFeedIT() {
    super(vertx, shared);
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
    String window =
        "select from tickgate.feed, %1$s where name = '%1$s' and scan_from > extract(epoch from time - interval '3 s') * 1000000"
            .formatted(bed.table);
    await().until(() -> database.run(window).size() == 1);

    // Two pages of an audit, of one moment.
    run(
        "insert into %1$s (time, symbol, bid, ask)"
            + " select now() - interval '5 s', 'S' || n, 1, 1 from generate_series(1, 1500) n");

    await().until(() -> poller.late.get() == 1_500);
    assertThat(publications()).hasSize(1);
  }
}
