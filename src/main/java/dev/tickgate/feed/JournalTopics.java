package dev.tickgate.feed;

import dev.tickgate.bus.JournalQueries;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Reads the topics to which a feed has published, in the order of their names. */
final class JournalTopics {
  private static final String TOPICS =
      "select topic from tickgate.topic where feed = $1 order by topic limit $2";

  private final Pool pool;
  private final String feed;

  JournalTopics(Pool pool, String feed) {
    this.pool = pool;
    this.feed = feed;
  }

  Future<List<Topic>> read() {
    return pool.preparedQuery(TOPICS)
        .execute(Tuple.of(feed, JournalQueries.MOST_TOPICS))
        .map(rows -> rows.stream().map(row -> new Topic(row.getString("topic"))).toList());
  }
}
