package dev.tickgate.lead;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The journal of a feed with any topics, by its statements. */
class JournalIT {
  private static final Topic ORDERS = new Topic("events.orders");
  private static final Topic STOCK = new Topic("events.stock");
  private static final long TERM = 1;
  private static final long EPOCH = 70;

  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(vertx);
  private static int feeds;

  private FeedIdentity feed;
  private Journal journal;
  private long head;

  @BeforeAll
  static void open() {
    await(Journal.SCHEMA.migrate(database.pool()));
  }

  @BeforeEach
  void lead() {
    feed = new FeedIdentity("events" + ++feeds, Optional.empty(), "events", "tickgate.events");
    database.run(
        """
        insert into tickgate.feed (name, topic, source, epoch, owner, term, timeline)
        values ('%s', '', '%s', %d, 'a', %d, tickgate.timeline())
        """
            .formatted(feed.name(), feed.source(), EPOCH, TERM));
    journal = journal("a");
  }

  private Journal journal(String owner) {
    return new Journal(
        database.pool(),
        feed,
        new Owner(owner, "", member -> true),
        Duration.ofMinutes(1),
        PublishingMetrics.NONE);
  }

  @Test
  void eachTopicHasDenseOffsetsOfItsOwn() {
    List<Journal.Appended> places =
        append(draft(ORDERS, "a"), draft(STOCK, "b"), draft(ORDERS, "c"), draft(ORDERS, "d"));

    assertThat(places).extracting(Journal.Appended::seq).containsExactly(1L, 2L, 3L, 4L);
    assertThat(places)
        .extracting(place -> place.placed().position())
        .containsExactly(at(1), at(1), at(2), at(3));
    assertThat(append(draft(STOCK, "e"), draft(ORDERS, "f")))
        .extracting(place -> place.placed().position())
        .containsExactly(at(2), at(4));
  }

  @Test
  void aKeyThatIsKnownIsAnsweredWithItsPlaceAndPublishesNothing() {
    append(draft(ORDERS, "a"), draft(STOCK, "b"));

    List<Journal.Appended> again = append(draft(STOCK, "b"), draft(ORDERS, "c"), draft(STOCK, "a"));

    assertThat(again.get(0).placed()).isEqualTo(new Placed(STOCK, at(1), true));
    assertThat(again.get(1).placed()).isEqualTo(new Placed(ORDERS, at(2), false));
    assertThat(again.get(2).placed()).isEqualTo(new Placed(ORDERS, at(1), true));
    assertThat(head).isEqualTo(3);
  }

  @Test
  void aKeyThatComesTwiceInABatchIsPublishedOnce() {
    List<Journal.Appended> places = append(draft(ORDERS, "a"), draft(ORDERS, "a"));

    assertThat(places.get(0).placed()).isEqualTo(new Placed(ORDERS, at(1), false));
    assertThat(places.get(1).placed()).isEqualTo(new Placed(ORDERS, at(1), true));
    assertThat(head).isEqualTo(1);
  }

  @Test
  void aDeposedLeaderAppendsNothing() {
    append(draft(ORDERS, "a"));
    database.run("update tickgate.feed set term = 2 where name = '" + feed.name() + "'");

    assertThat(await(journal.append(TERM, head, List.of(draft(ORDERS, "b")), Optional.empty())))
        .isEmpty();
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void aLeaderThatDoesNotKnowTheHeadAppendsNothing() {
    append(draft(ORDERS, "a"));

    assertThat(await(journal.append(TERM, 0, List.of(draft(ORDERS, "b")), Optional.empty())))
        .isEmpty();
    assertThat(entries()).isEqualTo(1);
  }

  @Test
  void aPageHasTheEntriesOfItsTopicOnly() {
    append(draft(ORDERS, "a"), draft(STOCK, "b"), draft(ORDERS, "c"), draft(ORDERS, "d"));

    List<Publication> page = await(journal.page(ORDERS, 1, at(3), 10));

    assertThat(page).extracting(Publication::position).containsExactly(at(2), at(3));
    assertThat(new String(page.get(0).json(), StandardCharsets.UTF_8))
        .isEqualTo("{\"key\":\"c\",\"epoch\":70,\"offset\":2}");
    assertThat(await(journal.head(STOCK))).contains(at(1));
    assertThat(await(journal.head(new Topic("events.none")))).isEmpty();
  }

  @Test
  void aTopicThatWasForgottenComesBackInALaterEpoch() {
    append(draft(ORDERS, "a"), draft(STOCK, "b"));
    database.run("delete from tickgate.journal where topic = 'events.orders'");
    database.run("update tickgate.topic set touched = now() - interval '2 hours'");

    Optional<Long> epoch = await(journal.forget(TERM, Duration.ofHours(1)));

    assertThat(epoch).contains(EPOCH + 1);
    assertThat(await(journal.head(ORDERS))).isEmpty();
    assertThat(append(draft(ORDERS, "c"), draft(STOCK, "d")))
        .extracting(place -> place.placed().position())
        .containsExactly(new Position(EPOCH + 1, 1), at(2));
  }

  @Test
  void aNewEpochOfTheFeedIsOneOfEachTopic() {
    append(draft(ORDERS, "a"));
    database.run("update tickgate.feed set epoch = 90 where name = '" + feed.name() + "'");

    assertThat(await(journal.head(ORDERS))).contains(new Position(90, 1));
    assertThat(append(draft(ORDERS, "b"), draft(STOCK, "c")))
        .extracting(place -> place.placed().position())
        .containsExactly(new Position(90, 2), new Position(90, 1));
  }

  private List<Journal.Appended> append(Draft... drafts) {
    List<Journal.Appended> places =
        await(journal.append(TERM, head, List.of(drafts), Optional.empty())).orElseThrow();
    head += places.stream().filter(place -> !place.placed().known()).count();
    return places.stream().sorted(Comparator.comparingInt(Journal.Appended::draft)).toList();
  }

  private long entries() {
    return database
        .run("select count(*) from tickgate.journal where feed = '" + feed.name() + "'")
        .iterator()
        .next()
        .getLong(0);
  }

  private static Draft draft(Topic topic, String key) {
    return new Draft(topic, key, "{\"key\":\"%s\"}".formatted(key));
  }

  private static Position at(long offset) {
    return new Position(EPOCH, offset);
  }
}
