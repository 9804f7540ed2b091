package dev.tickgate.replica;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.DemandReply;
import dev.tickgate.bus.DemandReport;
import dev.tickgate.bus.FeedBatch;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reports to the leader of a feed which topics the clients of this node subscribe to: changes at
 * once, one report at a time, and a complete report if the leader lacks earlier ones. Confined to
 * the event loop of its feed.
 */
public final class DemandReports {
  // The most topics of one report.
  private static final int MOST = 2_000;
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final String feed;
  private final String node;
  private final Bus bus;
  private final Set<Topic> wanted = new HashSet<>();
  // Changes that are not reported yet.
  private final Map<Topic, Change> changed = new LinkedHashMap<>();
  private long term;
  private long revision;
  private boolean begins = true;
  private final SingleQuestion telling = new SingleQuestion();

  private enum Change {
    WANTED,
    UNWANTED,
    ABANDONED
  }

  public DemandReports(String feed, String node, Bus bus) {
    this.feed = feed;
    this.node = node;
    this.bus = bus;
  }

  public void wanted(Topic topic) {
    if (wanted.add(topic)) {
      changed.put(topic, Change.WANTED);
      tell();
    }
  }

  public void unwanted(Topic topic) {
    less(topic, Change.UNWANTED);
  }

  /**
   * Like {@link #unwanted}, for a topic whose last subscriber announced that it will not return.
   */
  public void abandoned(Topic topic) {
    less(topic, Change.ABANDONED);
  }

  private void less(Topic topic, Change change) {
    if (wanted.remove(topic)) {
      changed.put(topic, change);
      tell();
    }
  }

  /** Called with each batch of the leader. */
  public void heard(FeedBatch batch) {
    // The report under way may have been sent to a dead leader, which does not answer.
    boolean untold = begins || telling.isUnderWay();
    if (batch.isAnnouncement() && batch.term() == term && untold) {
      beginAnew();
    } else {
      leads(batch.term());
    }
  }

  /**
   * Called with the term of a leadership. For a higher term, sends a complete report: the
   * predecessor may be dead, and not answer the report under way.
   */
  void leads(long number) {
    if (number > term) {
      term = number;
      beginAnew();
    }
  }

  private void beginAnew() {
    begins = true;
    telling.giveUp();
    tell();
  }

  /** Called once a second: a leader without reports of a node drops its demand. */
  public void tick() {
    tell();
  }

  private void tell() {
    if (telling.isUnderWay()) {
      return;
    }
    if (begins) {
      changed.clear();
      wanted.forEach(topic -> changed.put(topic, Change.WANTED));
    }
    DemandReport report = next();
    // Without an answer it is unknown whether the report arrived: the next one is complete.
    telling.ask(bus.demand(report, ANSWER), reply -> answered(report, reply), () -> begins = true);
  }

  private DemandReport next() {
    Map<Change, List<Topic>> lists = new EnumMap<>(Change.class);
    Iterator<Map.Entry<Topic, Change>> changes = changed.entrySet().iterator();
    for (int i = 0; i < MOST && changes.hasNext(); i++) {
      Map.Entry<Topic, Change> change = changes.next();
      lists.computeIfAbsent(change.getValue(), first -> new ArrayList<>()).add(change.getKey());
      changes.remove();
    }
    return new DemandReport(
        feed,
        term,
        node,
        ++revision,
        begins,
        lists.getOrDefault(Change.WANTED, List.of()),
        lists.getOrDefault(Change.UNWANTED, List.of()),
        lists.getOrDefault(Change.ABANDONED, List.of()));
  }

  private void answered(DemandReport report, DemandReply reply) {
    boolean deposed = reply.term() < term;
    term = Math.max(term, reply.term());
    // A deposed leader has answered, or the leader lacks earlier reports: the next one is complete.
    begins = deposed || !reply.known();
    if (!deposed && (begins || !changed.isEmpty())) {
      tell();
    }
  }
}
