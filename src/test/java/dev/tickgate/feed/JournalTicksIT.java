package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.bus.TickCursor;
import dev.tickgate.bus.TicksPage;
import dev.tickgate.bus.TicksRequest;
import dev.tickgate.lead.Journal;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTicksIT {
  private static final Instant BASE = Instant.parse("2026-02-16T13:00:00Z");
  private static final Topic TOPIC = Topic.ofTicks("USD");
  private static final Feed ONE =
      new Feed(
          "usd",
          "USD",
          "usd",
          new Key.Time("time", Duration.ofMinutes(10)),
          new Feed.Columns("time", "bid", "ask"),
          Feed.DEFAULT_POLL);

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);

  /** A hundred ticks, one a second; number 50 is published last but of the tenth second. */
  @BeforeEach
  void fill() {
    await(Journal.SCHEMA.migrate(database.pool()));
    database.run(
        """
        insert into tickgate.feed (name, topic, source, epoch, head)
        values ('usd', 'ticks.USD', '5 usd', 80, 0)
        """);
    for (int n = 1; n <= 100; n++) {
      publish(BASE.plusSeconds(n));
    }
    publish(BASE.plusSeconds(10).plusMillis(500));
  }

  private void publish(Instant timestamp) {
    database.run(
        """
        with moved as (update tickgate.feed set head = head + 1 where name = 'usd' returning head)
        insert into tickgate.journal (feed, seq, row_key, body, at)
        select 'usd', head, head, '{"n":' || head || ',"timestamp":"%s"}',
          timestamptz '%s' + interval '1 second' from moved
        """
            .formatted(timestamp, BASE.plusSeconds(60)));
  }

  private TicksPage page(int window, String from, String to, String after, int limit) {
    return await(
        new JournalTicks(database.pool(), ONE, window)
            .answer(
                new TicksRequest(
                    "usd", TOPIC, time(from), time(to), TickCursor.parse(after), limit)));
  }

  private static Optional<Instant> time(String seconds) {
    return Optional.ofNullable(seconds).map(text -> BASE.plusSeconds(Long.parseLong(text)));
  }

  private static List<Integer> numbers(TicksPage page) {
    return new JsonArray("[" + page.ticks() + "]")
        .stream().map(tick -> ((JsonObject) tick).getInteger("n")).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 7, 50, 1_000})
  void pagesHaveEachTickOnceInTheOrderOfPublication(int window) {
    List<Integer> found = new ArrayList<>();
    TicksPage page = page(window, "10", "21", null, 4);
    found.addAll(numbers(page));
    while (page.next().isPresent()) {
      page = page(window, "10", "21", page.next().get().toString(), 4);
      found.addAll(numbers(page));
    }

    assertThat(found).containsExactly(10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 101);
  }

  @Test
  void aTickPublishedBetweenTwoPagesIsOnALaterOne() {
    TicksPage first = page(1_000, "10", null, null, 90);
    publish(BASE.plusSeconds(11));

    TicksPage second = page(1_000, null, null, first.next().orElseThrow().toString(), 90);

    assertThat(numbers(first)).hasSize(90).startsWith(10).endsWith(99);
    assertThat(numbers(second)).containsExactly(100, 101, 102);
    assertThat(second.next()).isEmpty();
  }

  @Test
  void aTickHasThePositionThatSubscribersGet() {
    TicksPage page = page(1_000, "100", null, null, 1);

    assertThat(page.ticks()).contains("\"n\":100").endsWith(",\"epoch\":80,\"offset\":100}");
    assertThat(page.next()).isEmpty();
  }

  @Test
  void aCursorWhoseTicksHaveLeftTheJournalHasExpired() {
    database.run("delete from tickgate.journal where seq <= 30");

    assertThat(page(1_000, null, null, "80.29", 5).expired()).isTrue();
    assertThat(page(1_000, null, null, "79.50", 5).expired()).isTrue();
    assertThat(page(1_000, null, null, "80.102", 5).expired()).isTrue();
    assertThat(numbers(page(1_000, null, null, "80.30", 2))).containsExactly(31, 32);
    assertThat(numbers(page(1_000, null, "1000", null, 2))).containsExactly(31, 32);
    assertThat(page(1_000, null, null, "80.101", 2)).isEqualTo(TicksPage.EMPTY);
  }
}
