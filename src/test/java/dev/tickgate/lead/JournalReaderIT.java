package dev.tickgate.lead;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JournalReaderIT {
  private static final String FEEDS =
      """
      insert into tickgate.feed (name, topic, source, epoch, head) values
        ('events', '', '5 events', 70, 10), ('usd', 'ticks.USD', '5 usd', 80, 2);
      insert into tickgate.topic (feed, topic, epoch, head) values
        ('events', 'events.a', 70, 9), ('events', 'events.b', 75, 1);
      insert into tickgate.journal (feed, seq, topic, "offset", key, body)
        select 'events', n, 'events.a', n, 'k' || n, json_build_object('n', n)::text
        from generate_series(1, 9) n;
      insert into tickgate.journal (feed, seq, topic, "offset", key, body)
        values ('events', 10, 'events.b', 1, 'k10', '{"n":10}');
      insert into tickgate.journal (feed, seq, row_key, body)
        values ('usd', 1, 1, '{"n":1}'), ('usd', 2, 2, 'no object')
      """;

  @Fixture private final Vertx vertx = Vertx.vertx();
  @Fixture private final DatabaseFixture database = DatabaseFixture.create(vertx);
  private final JournalReader reader = new JournalReader(database.pool(), "events");

  @BeforeEach
  void fill() {
    await(Journal.SCHEMA.migrate(database.pool()));
    database.run(FEEDS);
  }

  private JournalReader.Page read(Position after, int limit) {
    return await(reader.after(after, limit));
  }

  @Test
  void entriesComeInTheOrderOfTheFeedWithThePositionsOfTheirTopics() {
    JournalReader.Page first = read(JournalReader.BEGIN, 8);
    JournalReader.Page second = read(first.end(), 8);

    assertThat(first.end()).isEqualTo(new Position(70, 8));
    assertThat(first.behind()).isEqualTo(2);
    assertThat(first.missing()).isZero();
    assertThat(first.restarted()).isFalse();
    assertThat(second.publications())
        .extracting(Publication::toString)
        .containsExactly("events.a@70.9", "events.b@75.1");
    assertThat(second.publications().get(1).json())
        .asString()
        .isEqualTo("{\"n\":10,\"epoch\":75,\"offset\":1}");
    assertThat(read(second.end(), 8).publications()).isEmpty();
    assertThat(read(second.end(), 8).end()).isEqualTo(second.end());
  }

  @Test
  void entriesThatWereRemovedAreCounted() {
    database.run("delete from tickgate.journal where feed = 'events' and seq <= 6");

    assertThat(read(new Position(70, 2), 8).missing()).isEqualTo(4);
    assertThat(read(new Position(70, 6), 8).missing()).isZero();
    assertThat(read(JournalReader.BEGIN, 8).missing()).isZero();
  }

  @Test
  void aFeedWithAnotherEpochIsReadFromItsOldestEntry() {
    database.run("update tickgate.feed set epoch = 90 where name = 'events'");

    JournalReader.Page page = read(new Position(70, 9), 1);

    assertThat(page.restarted()).isTrue();
    assertThat(page.publications())
        .extracting(Publication::toString)
        .containsExactly("events.a@90.1");
    assertThat(page.end()).isEqualTo(new Position(90, 1));
  }

  @Test
  void aFeedWithOneTopicHasItsSequenceAsOffset() {
    JournalReader.Page page =
        await(new JournalReader(database.pool(), "usd").after(JournalReader.BEGIN, 8));

    // The second entry is no publication.
    assertThat(page.publications())
        .extracting(Publication::toString)
        .containsExactly("ticks.USD@80.1");
    assertThat(page.end()).isEqualTo(new Position(80, 2));
  }

  @Test
  void aFeedThatNobodyHasLedHasNoEntries() {
    JournalReader.Page page =
        await(new JournalReader(database.pool(), "none").after(JournalReader.BEGIN, 8));

    assertThat(page.publications()).isEmpty();
    assertThat(page.end()).isEqualTo(JournalReader.BEGIN);
  }
}
