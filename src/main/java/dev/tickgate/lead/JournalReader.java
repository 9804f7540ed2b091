package dev.tickgate.lead;

import dev.tickgate.bus.Bus;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** Reads the journal of a feed in order, from any position. Any thread may call. */
public final class JournalReader {
  /** Where the journal begins; no feed has this epoch. */
  public static final Position BEGIN = new Position(1, 0);

  // Entries of a former epoch get positions of the current epoch, so all of them are read again.
  private static final String READ =
      """
      select f.epoch as feed_epoch, f.head, j.seq, coalesce(j.topic, f.topic) as topic,
        greatest(f.epoch, t.epoch) as epoch, coalesce(j."offset", j.seq) as "offset", j.body
      from tickgate.feed f
      left join lateral (
        select seq, topic, "offset", body from tickgate.journal
        where feed = $1 and seq > case when f.epoch = $2 then $3::bigint else 0 end
        order by seq limit $4) j on true
      left join tickgate.topic t on t.feed = $1 and t.topic = j.topic
      where f.name = $1
      order by j.seq
      """;

  private static final String BEHIND =
      """
      select head - case when epoch = $2 then $3::bigint else 0 end as behind
      from tickgate.feed where name = $1
      """;

  private final Pool pool;
  private final String feed;

  public JournalReader(Pool pool, String feed) {
    this.pool = pool;
    this.feed = feed;
  }

  /**
   * The entries after a position.
   *
   * @param end the position from which the next page continues: the feed's epoch and sequence
   *     number
   * @param missing the number of entries before the first of these that the journal no longer has
   * @param restarted whether the feed's epoch differs from that of the position
   * @param behind the number of entries of the feed that follow the page
   */
  public record Page(
      List<Publication> publications, Position end, long missing, boolean restarted, long behind) {}

  public String feed() {
    return feed;
  }

  /**
   * Reads the next entries.
   *
   * @param after epoch and sequence number of the feed; {@link #BEGIN} for the oldest entry
   */
  public Future<Page> after(Position after, int limit) {
    return pool.preparedQuery(READ)
        .execute(Tuple.of(feed, after.epoch(), after.offset(), limit))
        .map(rows -> page(after, rows));
  }

  /** The number of entries after a position; 0 where the feed has had no leader yet. */
  public Future<Long> behind(Position place) {
    return pool.preparedQuery(BEHIND)
        .execute(Tuple.of(feed, place.epoch(), place.offset()))
        .map(rows -> rows.size() == 0 ? 0 : rows.iterator().next().getLong("behind"));
  }

  private Page page(Position after, RowSet<Row> rows) {
    // The feed has had no leader yet.
    if (rows.size() == 0) {
      return new Page(List.of(), after, 0, false, 0);
    }
    List<Publication> publications = new ArrayList<>();
    Row first = rows.iterator().next();
    long epoch = first.getLong("feed_epoch");
    boolean continues = epoch == after.epoch();
    long seq = continues ? after.offset() : 0;
    // The journal has holes only at its beginning.
    Long oldest = first.getLong("seq");
    long missing = continues && oldest != null ? oldest - seq - 1 : 0;
    for (Row row : rows) {
      if (row.getLong("seq") != null) {
        seq = row.getLong("seq");
        // An operator may have written an entry that is no publication.
        if (Bus.carries(row.getString("body"))) {
          publications.add(publication(row));
        }
      }
    }
    return new Page(
        publications,
        new Position(epoch, seq),
        missing,
        !continues && !after.equals(BEGIN),
        first.getLong("head") - seq);
  }

  private static Publication publication(Row row) {
    return Publication.at(
        new Topic(row.getString("topic")),
        new Position(row.getLong("epoch"), row.getLong("offset")),
        row.getString("body"));
  }
}
