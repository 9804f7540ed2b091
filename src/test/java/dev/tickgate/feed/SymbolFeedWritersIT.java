package dev.tickgate.feed;

import static dev.tickgate.testing.DatabaseFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A feed of many symbols under concurrent writers, while its leader is killed. */
class SymbolFeedWritersIT extends SymbolFeedCase {
  @Fixture private static final Vertx vertx = Vertx.vertx();
  @Fixture private static final DatabaseFixture shared = DatabaseFixture.create(vertx);

  SymbolFeedWritersIT() {
    super(vertx, shared);
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
}
