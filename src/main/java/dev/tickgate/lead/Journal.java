package dev.tickgate.lead;

import dev.tickgate.bus.Bus;
import dev.tickgate.store.Schema;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable publications of a feed, by sequence number and without holes. Only the leader writes
 * it.
 */
public final class Journal implements Entries {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  public static final Schema SCHEMA =
      new Schema(
          "feed",
          List.of(
              "V1__feed_and_journal.sql",
              "V2__timeline.sql",
              "V3__leader_and_system.sql",
              "V4__source.sql",
              "V5__topics.sql"));

  /** The maximum number of entries that are read or written together. */
  public static final int BATCH = 1_000;

  private static final int TRIM_BATCH = 1_000;

  private final Pool pool;
  private final FeedIdentity feed;
  private final Owner owner;
  private final Duration lease;
  private final PublishingMetrics metrics;
  // The form of texts in the database; null until the database was queried.
  private TextEncoding encoding;

  public Journal(
      Pool pool, FeedIdentity feed, Owner owner, Duration lease, PublishingMetrics metrics) {
    this.pool = pool;
    this.feed = feed;
    this.owner = owner;
    this.lease = lease;
    this.metrics = metrics;
  }

  /**
   * The place of a draft in the journal.
   *
   * @param draft its index in the batch
   */
  record Appended(int draft, long seq, Placed placed) {}

  record Entry(long seq, Publication publication) {}

  /**
   * Renews the lease, appends the drafts whose keys the journal does not have, and moves the
   * cursor.
   *
   * @param head the newest sequence number, as the leader knows it
   * @return a place for each draft, in no particular order; empty where another process has the
   *     lease, or the head in the row differs
   */
  Future<Optional<List<Appended>>> append(
      long term, long head, List<Draft> drafts, Optional<Cursor> cursor) {
    return encoding == null
        ? TextEncoding.of(pool)
            .compose(
                asked -> {
                  encoding = asked;
                  return append(term, head, drafts, cursor);
                })
        : write(term, head, drafts, cursor);
  }

  private Future<Optional<List<Appended>>> write(
      long term, long head, List<Draft> drafts, Optional<Cursor> cursor) {
    Tuple parameters = Tuple.of(feed.name(), owner.node(), term, lease.toMillis(), head);
    parameters.addLong(cursor.map(Cursor::xmin).orElse(null));
    parameters.addLong(cursor.map(Cursor::from).orElse(null));
    parameters.addArrayOfString(drafts.stream().map(this::topicOf).toArray(String[]::new));
    parameters.addArrayOfString(texts(drafts, Draft::key));
    parameters.addArrayOfLong(drafts.stream().map(Journal::rowKeyOf).toArray(Long[]::new));
    parameters.addArrayOfString(texts(drafts, Draft::body));
    return pool.preparedQuery(JournalSql.APPEND)
        .execute(parameters)
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(
                        rows.stream()
                            .filter(row -> row.getLong("n") != null)
                            .map(row -> appended(row, drafts))
                            .toList()));
  }

  private String[] texts(List<Draft> drafts, Function<Draft, String> text) {
    return drafts.stream().map(text).map(encoding::write).toArray(String[]::new);
  }

  private String topicOf(Draft draft) {
    return feed.isOwn(draft.topic()) ? null : draft.topic().name();
  }

  private static Long rowKeyOf(Draft draft) {
    return draft.rowKey().isPresent() ? draft.rowKey().getAsLong() : null;
  }

  private static Appended appended(Row row, List<Draft> drafts) {
    int draft = Math.toIntExact(row.getLong("n")) - 1;
    String other = row.getString("topic");
    Topic topic = other == null ? drafts.get(draft).topic() : new Topic(other);
    return new Appended(
        draft, row.getLong("seq"), new Placed(topic, position(row), row.getBoolean("known")));
  }

  private static Position position(Row row) {
    return new Position(row.getLong("epoch"), row.getLong("offset"));
  }

  @Override
  public Future<Optional<Position>> head(Topic topic) {
    return pool.preparedQuery(JournalSql.TOPIC_HEAD)
        .execute(Tuple.of(feed.name(), topic.name()))
        .map(
            rows ->
                rows.stream()
                    .map(row -> new Position(row.getLong("epoch"), row.getLong("head")))
                    .findFirst());
  }

  @Override
  public Future<List<Publication>> page(Topic topic, long after, Position head, int limit) {
    Future<RowSet<Row>> rows =
        feed.isOwn(topic)
            ? pool.preparedQuery(JournalSql.PAGE_OWN)
                .execute(Tuple.of(feed.name(), after, head.offset(), (long) limit))
            : pool.preparedQuery(JournalSql.PAGE)
                .execute(Tuple.of(feed.name(), topic.name(), after, head.offset(), (long) limit));
    return rows.map(
        page ->
            publishable(page).stream()
                .map(
                    row ->
                        Publication.at(
                            topic,
                            new Position(head.epoch(), row.getLong("offset")),
                            row.getString("body")))
                .toList());
  }

  /** The entries of the last second before the head, at most {@code limit}, in order. */
  Future<List<Entry>> lastSecond(long head, long limit) {
    return pool.preparedQuery(JournalSql.LAST_SECOND)
        .execute(Tuple.of(feed.name(), head, limit))
        .map(rows -> publishable(rows).stream().map(Journal::entry).toList());
  }

  private static Entry entry(Row row) {
    Topic topic = new Topic(row.getString("topic"));
    return new Entry(
        row.getLong("seq"), Publication.at(topic, position(row), row.getString("body")));
  }

  @Override
  public Future<Long> oldest(Topic topic) {
    Future<RowSet<Row>> oldest =
        feed.isOwn(topic)
            ? pool.preparedQuery(JournalSql.OLDEST).execute(Tuple.of(feed.name()))
            : pool.preparedQuery(JournalSql.OLDEST_OF_TOPIC)
                .execute(Tuple.of(feed.name(), topic.name()));
    return oldest.map(rows -> rows.iterator().next().getLong("oldest"));
  }

  // An operator may have written an entry that is no publication; it must not stop the feed.
  private List<Row> publishable(RowSet<Row> rows) {
    List<Row> publishable =
        rows.stream().filter(row -> Bus.carries(row.getString("body"))).toList();
    int skipped = rows.size() - publishable.size();
    if (skipped > 0) {
      metrics.unpublishable(skipped);
      LOG.atError()
          .addKeyValue("feed", feed.name())
          .addKeyValue("count", skipped)
          .log("feed.journal_entries_skipped");
    }
    return publishable;
  }

  /** Returns the keys that have no entry. */
  public Future<List<String>> unknown(List<String> keys) {
    return pool.preparedQuery(JournalSql.UNKNOWN)
        .execute(Tuple.of(feed.name()).addArrayOfString(keys.toArray(String[]::new)))
        .map(rows -> rows.stream().map(row -> row.getString("key")).toList());
  }

  /**
   * Removes entries that are older than the retention, a batch at a time, except the newest {@code
   * kept}.
   */
  public Future<Long> trim(Duration retention, long kept) {
    return pool.preparedQuery(JournalSql.TRIM)
        .execute(Tuple.of(feed.name(), retention.toMillis(), kept))
        .compose(
            batch ->
                batch.rowCount() < TRIM_BATCH
                    ? Future.succeededFuture((long) batch.rowCount())
                    : trim(retention, kept).map(more -> more + batch.rowCount()));
  }

  /**
   * Removes the rows of topics that have no entries any more.
   *
   * @param idle the least time since the last publication to them
   * @return the new epoch of topics without a row; empty where it has not changed
   */
  Future<Optional<Long>> forget(long term, Duration idle) {
    return pool.preparedQuery(JournalSql.FORGET)
        .execute(Tuple.of(feed.name(), owner.node(), term, idle.toMillis()))
        .map(rows -> rows.stream().map(row -> row.getLong("topic_epoch")).findFirst());
  }
}
