package dev.tickgate.chaos;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The outcomes that writers of the outbox and publishers over HTTP got for a topic. The threads of
 * several writers add.
 */
final class EventLedger implements Ledger {
  private static final String NEWER =
      """
      select greatest(f.epoch, t.epoch), t.head, j."offset", j.body
      from tickgate.feed f
      join tickgate.topic t on t.feed = f.name and t.topic = '%s'
      left join tickgate.journal j
        on j.feed = f.name and j.topic = t.topic and j."offset" > %d
      where f.name = 'events' order by j."offset"
      """;
  private static final String WAITING =
      "select payload::text from tickgate.outbox where topic = '%s'";

  private final EventTopic topic;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> undecided = ConcurrentHashMap.newKeySet();
  private final Set<String> rolledBack = ConcurrentHashMap.newKeySet();

  EventLedger(EventTopic topic) {
    this.topic = topic;
  }

  void acknowledge(String name) {
    acknowledged.add(topic.row(name));
  }

  /** The writer got no answer: the publication may be in the journal, once. */
  void leaveOpen(String name) {
    undecided.add(topic.row(name));
  }

  void rollBack(String name) {
    rolledBack.add(topic.row(name));
  }

  Set<String> acknowledged() {
    return acknowledged;
  }

  /** A repeated key may be rolled back in one transaction and committed in another. */
  Set<String> abandoned() {
    Set<String> abandoned = new HashSet<>(rolledBack);
    abandoned.removeAll(acknowledged);
    abandoned.removeAll(undecided);
    return abandoned;
  }

  @Override
  public String newer(long offset) {
    return NEWER.formatted(topic.topic(), offset);
  }

  @Override
  public String row(String body) {
    return Event.row(body);
  }

  @Override
  public Set<String> standing(Sql sql, Set<String> published) throws SQLException {
    Set<String> standing = new HashSet<>(published);
    standing.addAll(waiting(sql));
    return standing;
  }

  @Override
  public Set<String> committed(Sql sql, Set<String> published, Set<String> excused) {
    Set<String> committed = new HashSet<>(acknowledged);
    committed.removeAll(excused);
    published.stream()
        .filter(row -> acknowledged.contains(row) || undecided.contains(row))
        .forEach(committed::add);
    return committed;
  }

  /** The rows in the outbox. */
  List<String> waiting(Sql sql) throws SQLException {
    return sql.query(WAITING.formatted(topic.topic()), row -> Event.row(row.getString(1)));
  }
}
