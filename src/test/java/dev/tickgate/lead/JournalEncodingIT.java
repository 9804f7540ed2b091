package dev.tickgate.lead;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.DatabaseFixture;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A journal in a database that cannot hold all characters. */
class JournalEncodingIT {
  private static final Topic TOPIC = new Topic("user.7");

  @Test
  void charactersThatTheDatabaseCannotHoldArePublishedAllTheSame() {
    Vertx vertx = Vertx.vertx();
    DatabaseFixture database = DatabaseFixture.createLatin1(vertx);
    FeedIdentity feed = new FeedIdentity("events", Optional.empty(), "events", "tickgate.events");
    Journal journal =
        new Journal(
            database.pool(),
            feed,
            new Owner("a", "", member -> true),
            Duration.ofMinutes(1),
            PublishingMetrics.NONE);
    await(Journal.SCHEMA.migrate(database.pool()));
    database.run(
        "insert into tickgate.feed (name, topic, source, epoch, owner, term, timeline)"
            + " values ('events', '', '5 events', 70, 'a', 1, tickgate.timeline())");
    String body = new JsonObject().put("name", "トヨタ é 🚗").encode();
    Draft draft = new Draft(TOPIC, "鍵", body);

    Placed first = append(journal, 0, draft);
    Placed again = append(journal, 1, draft);

    assertThat(again).isEqualTo(new Placed(TOPIC, first.position(), true));
    byte[] read = await(journal.page(TOPIC, 0, new Position(70, 1), 10)).get(0).json();
    assertThat(new JsonObject(new String(read, StandardCharsets.UTF_8)).getString("name"))
        .isEqualTo("トヨタ é 🚗");
    database.close();
    await(vertx.close());
  }

  private static Placed append(Journal journal, long head, Draft draft) {
    return await(journal.append(1, head, List.of(draft), Optional.empty()))
        .orElseThrow()
        .get(0)
        .placed();
  }
}
