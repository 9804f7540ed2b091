package dev.tickgate.watchlist;

import dev.tickgate.bus.Bus;
import dev.tickgate.lead.DatabaseOutage;
import dev.tickgate.lead.DemandListener;
import dev.tickgate.lead.Draft;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceListener;
import dev.tickgate.stream.Partition;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.watchlist.WatchlistSettings.Mode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Computes the prices of all lists that have viewers, during one leadership. Each read of the
 * database takes at most three statements, whatever the number of lists. They read the versions of
 * the lists, the items of changed lists, and prices. Confined to the leader's event loop.
 *
 * <pre>
 *   each 500 ms:   versions ──▶ items of changed lists ──▶ their prices ──▶ messages of those lists
 *   each interval: the same, with the prices and messages of all lists
 * </pre>
 */
final class WatchlistSource implements Source, DemandListener {
  private static final Logger LOG = LoggerFactory.getLogger(WatchlistSource.class);

  /** The interval at which the leader looks for changed lists. */
  static final long LOOK_MS = 500;

  private final Vertx vertx;
  private final WatchlistTables tables;
  private final WatchlistSettings settings;
  private final Partition partition;
  private final TopicPrices topicPrices;
  private final WatchlistMetrics metrics;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final ViewedLists lists = new ViewedLists();
  private final Set<Long> moved = new HashSet<>();
  private Map<Long, Price> prices = new HashMap<>();
  private Sequencer sequencer;
  private SourceListener listener;
  private boolean begun;
  private Future<Void> looking = Future.succeededFuture();
  private boolean again;
  private boolean stopped;
  private boolean warned;
  private long due;
  private long lookTimer = -1;
  private long beginTimer = -1;
  private long liveTimer = -1;

  WatchlistSource(
      Vertx vertx,
      Bus bus,
      WatchlistTables tables,
      WatchlistSettings settings,
      Partition partition,
      TopicRoutes routes,
      String name,
      WatchlistMetrics metrics,
      InstantSource clock,
      LongSupplier nanos) {
    this.vertx = vertx;
    this.tables = tables;
    this.settings = settings;
    this.partition = partition;
    this.topicPrices = new TopicPrices(vertx, bus, routes, name, metrics::unserved, this::moved);
    this.metrics = metrics;
    this.clock = clock;
    this.nanos = nanos;
  }

  @Override
  public void start(Sequencer leader, SourceListener source) {
    sequencer = leader;
    listener = source;
    due = nanos.getAsLong();
    lookTimer = vertx.setPeriodic(LOOK_MS, now -> look());
    // The former leader may have sent messages in the current second. The leader only reads the
    // lists until that second is over, so that no list gets messages of two leaders with the same
    // time.
    Instant now = clock.instant();
    Instant next = second().plusSeconds(1);
    beginTimer = vertx.setTimer(now.until(next, ChronoUnit.MILLIS) + 1, over -> begin());
    if (settings.mode() == Mode.LIVE) {
      liveTimer = vertx.setPeriodic(1_000 / settings.maxRate(), turn -> publishMoved());
    }
    listener.proven();
    look();
  }

  private void begin() {
    begun = true;
    look();
  }

  @Override
  public Optional<DemandListener> demand() {
    return Optional.of(this);
  }

  @Override
  public void wanted(Topic topic) {
    warnOfOthers(topic);
    WatchlistSettings.list(topic).ifPresent(lists::add);
    metrics.viewed(lists.ids().size());
    look();
  }

  /**
   * Logs once that a gateway with another number of partitions wants lists of another partition.
   * The gateway receives their prices all the same.
   */
  private void warnOfOthers(Topic topic) {
    if (!warned && !partition.has(topic)) {
      warned = true;
      LOG.atWarn()
          .addKeyValue("topic", topic)
          .addKeyValue("feed", WatchlistSettings.feed(partition))
          .addKeyValue("partitions", partition.count())
          .addKeyValue("hint", "watchlists.partitions must be the same on all nodes")
          .log("watchlists.partitions_differ");
    }
  }

  @Override
  public void unwanted(Topic topic) {
    WatchlistSettings.list(topic).ifPresent(lists::remove);
    metrics.viewed(lists.ids().size());
  }

  private void look() {
    if (stopped || !looking.isComplete()) {
      again = true;
      return;
    }
    again = false;
    boolean all = begun && nanos.getAsLong() - due >= 0;
    if (lists.ids().isEmpty()) {
      topicPrices.want(Set.of());
      prices.clear();
      return;
    }
    long asked = nanos.getAsLong();
    looking = look(all).onComplete(done -> metrics.looked(nanos.getAsLong() - asked));
    looking
        .onSuccess(
            seen -> {
              listener.reads(Optional.empty());
              if (again) {
                look();
              }
            })
        // The next read tries again: the messages of the interval are still due.
        .onFailure(this::failed);
  }

  private void failed(Throwable failure) {
    metrics.failed();
    listener.reads(DatabaseOutage.problemBeside(failure));
  }

  private Future<Void> look(boolean all) {
    return tables
        .versions(lists.ids())
        .compose(this::readItems)
        .compose(changed -> readPrices(all ? lists.known() : changed, all));
  }

  private Future<List<Long>> readItems(Map<Long, Long> versions) {
    List<Long> outdated = lists.outdated(versions);
    if (outdated.isEmpty()) {
      return Future.succeededFuture(outdated);
    }
    return tables
        .items(outdated)
        .map(
            items -> {
              outdated.forEach(
                  list ->
                      lists.update(list, versions.get(list), items.getOrDefault(list, List.of())));
              topicPrices.want(lists.topics());
              return outdated;
            });
  }

  private Future<Void> readPrices(List<Long> which, boolean all) {
    Set<Long> companies = lists.companies(which);
    Future<Map<Long, Price>> read =
        companies.isEmpty() ? Future.succeededFuture(Map.of()) : tables.prices(companies);
    return read.map(
        found -> {
          if (all) {
            prices = new HashMap<>(found);
            schedule();
            // A list may have been sent within this second, because it changed or got its first
            // viewer. It is not sent again with the same time.
            publish(lists.without(second(), which));
          } else {
            prices.putAll(found);
            publish(which);
          }
          return null;
        });
  }

  private void schedule() {
    long interval = settings.interval().toNanos();
    long now = nanos.getAsLong();
    // The messages that were missed during a pause are not sent later.
    due = due + interval - now > 0 ? due + interval : now + interval;
  }

  private void moved(Topic topic) {
    if (liveTimer >= 0) {
      moved.addAll(lists.with(topic));
    }
  }

  private void publishMoved() {
    if (!moved.isEmpty()) {
      List<Long> known = lists.known().stream().filter(moved::contains).toList();
      moved.clear();
      publish(known);
    }
  }

  private void publish(Collection<Long> which) {
    // A list may have lost its viewers during the read, or have its first viewer and no items yet.
    Set<Long> known = new HashSet<>(which);
    known.retainAll(lists.known());
    if (stopped || !begun || known.isEmpty()) {
      return;
    }
    Instant now = second();
    List<Draft> drafts =
        known.stream()
            .map(
                list ->
                    new Draft(
                        WatchlistSettings.topic(list),
                        "",
                        PriceUpdate.of(list, lists.items(list), this::price, now)))
            .toList();
    lists.sent(known, now);
    moved.removeAll(known);
    // Nothing is published after the leadership has ended: the next leader computes the prices
    // itself.
    sequencer.publish(drafts).onSuccess(placed -> metrics.published(placed.size()));
  }

  private Instant second() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  private Price price(Item item) {
    Price stored = prices.getOrDefault(item.companyId(), Price.UNKNOWN);
    return item.topic().map(topic -> topicPrices.of(topic, stored)).orElse(stored);
  }

  @Override
  public Future<Void> quiet() {
    stopped = true;
    vertx.cancelTimer(lookTimer);
    vertx.cancelTimer(beginTimer);
    vertx.cancelTimer(liveTimer);
    metrics.viewed(0);
    return topicPrices.stop();
  }

  @Override
  public Future<Void> idle() {
    return looking.otherwiseEmpty();
  }
}
