package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.bus.FeedState;
import dev.tickgate.bus.SyncReply;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The answers of a leader to gateways, from its memory and from the journal. */
class LeaderAnswersIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(25);
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);

  @Fixture private final FeedFixture bed = new FeedFixture(vertx, database.options());
  private Feed feed;

  @BeforeEach
  void lay() {
    feed = bed.bySerial(POLL, 10_000);
    database.run(
        "create table %s (id bigserial primary key, at timestamptz, bid int, ask int)"
            .formatted(bed.table));
  }

  @Test
  void aGatewayIsAnsweredFromMemoryAndFromTheJournal() {
    FeedFixture.Running a = bed.start(feed, "a");
    await().until(a::leads);
    assertThat(bed.sync(Optional.empty(), 10).head().offset()).isZero();
    bed.awaitFirstLook(database);
    insert(12_000);
    await().atMost(LIMIT).until(() -> bed.heard.size() == 12_000);
    Position head = bed.heard.get(11_999).position();

    SyncReply newest = bed.sync(Optional.empty(), 3);
    assertThat(newest.head()).isEqualTo(head);
    assertThat(newest.term()).isEqualTo(1);
    assertThat(newest.state()).isEqualTo(FeedState.LIVE);
    assertThat(offsets(newest)).containsExactlyElementsOf(offsets(11_998, 12_000));
    assertThat(offsets(at(head, 11_000, 5))).containsExactlyElementsOf(offsets(11_001, 11_005));
    assertThat(offsets(at(head, 500, 5_000))).containsExactlyElementsOf(offsets(501, 1_500));
    assertThat(offsets(at(head, 1_999, 4))).containsExactlyElementsOf(offsets(2_000, 2_003));
    assertThat(offsets(at(head, 12_000, 4))).isEmpty();
    assertThat(offsets(at(head, 12_001, 2))).containsExactlyElementsOf(offsets(11_999, 12_000));
    assertThat(offsets(bed.sync(Optional.of(new Position(1, 12_000)), 2)))
        .containsExactlyElementsOf(offsets(11_999, 12_000));
    Publication live = bed.heard.get(600);
    assertThat(at(head, 600, 1).publications().get(0).json()).isEqualTo(live.json());
  }

  @Test
  void aPageOfTheJournalWithAHoleIsNoAnswer() {
    FeedFixture.Running a = bed.start(feed, "a");
    await().until(a::leads);
    insert(1);
    await().until(() -> bed.heard.size() == 1);
    insert(12_000);
    await().atMost(LIMIT).until(() -> bed.offsets().contains(12_001L));
    Position head = bed.heard.get(12_000).position();
    database.run(
        "delete from tickgate.journal where seq = 700 and feed = '%s'".formatted(feed.name()));

    assertThat(offsets(at(head, 500, 199))).containsExactlyElementsOf(offsets(501, 699));
    assertThat(offsets(at(head, 500, 300))).containsExactlyElementsOf(offsets(11_702, 12_001));
    assertThat(offsets(at(head, 699, 2))).containsExactly(12_000L, 12_001L);
    assertThat(offsets(at(head, 700, 2))).containsExactly(701L, 702L);
    assertThat(a.holes).hasValue(1);
  }

  @Test
  void theJournalForgetsByAgeButNotItsNewest() {
    FeedSettings forgetful =
        new FeedSettings(Duration.ofMillis(900), Duration.ZERO, Duration.ofMillis(100));
    FeedFixture.Running a = bed.start(bed.bySerial(POLL, 10), "a", forgetful);
    await().until(a::leads);
    bed.awaitFirstLook(database);
    insert(5_000);
    await().atMost(LIMIT).until(() -> bed.heard.size() == 5_000);
    insert(1);

    await().until(() -> journalSize() == 1_000);
    bed.stop(a);
    Position head = bed.heard.get(5_000).position();
    await().until(bed.start(bed.bySerial(POLL, 10), "b")::leads);
    assertThat(offsets(at(head, 10, 2))).containsExactlyElementsOf(offsets(5_000, 5_001));
  }

  private SyncReply at(Position head, long offset, int limit) {
    return bed.sync(Optional.of(new Position(head.epoch(), offset)), limit);
  }

  private long journalSize() {
    return database
        .run("select count(*) from tickgate.journal where feed = '" + feed.name() + "'")
        .iterator()
        .next()
        .getLong(0);
  }

  private void insert(int count) {
    database.run(
        "insert into %s (at, bid, ask) select now(), n, n from generate_series(1, %d) n"
            .formatted(bed.table, count));
  }

  private static List<Long> offsets(SyncReply reply) {
    return reply.publications().stream().map(sent -> sent.position().offset()).toList();
  }

  private static List<Long> offsets(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
