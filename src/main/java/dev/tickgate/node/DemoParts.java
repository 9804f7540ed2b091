package dev.tickgate.node;

import dev.tickgate.config.Config;
import dev.tickgate.config.Role;
import dev.tickgate.demo.DemoPrices;
import dev.tickgate.demo.DemoRecorder;
import dev.tickgate.demo.DemoTable;
import dev.tickgate.demo.EventWalk;
import dev.tickgate.event.Channel;
import dev.tickgate.feed.Feed;
import dev.tickgate.feed.NotifyTrigger;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** The parts of a node that fill the tables of the demo. */
record DemoParts(Config config, List<Feed> feeds, ShutdownStack parts) {
  boolean needDatabase() {
    return insertsQuotes() || recordsExchange();
  }

  /**
   * Creates the table of the demo; in an embedded database also a trigger that notifies the poller.
   */
  Future<Void> prepare(Databases databases) {
    Optional<Feed> demo =
        feeds.stream().filter(feed -> feed.table().equals(DemoTable.NAME)).findFirst();
    boolean embedded = databases.embedded().isPresent();
    if (demo.isEmpty() || !embedded && !needDatabase()) {
      return Future.succeededFuture();
    }
    Future<Void> created = DemoTable.create(databases.feeds().source());
    NotifyTrigger trigger = new NotifyTrigger(databases.feeds().source());
    return embedded ? created.compose(done -> trigger.install(demo.get())) : created;
  }

  Future<Void> start(Databases databases) {
    return startRecorder(databases).compose(recording -> startPrices(databases));
  }

  private Future<Void> startRecorder(Databases databases) {
    return insertsQuotes() || recordsExchange() && config.events()
        ? parts.deploy(
            new DemoRecorder(
                databases
                    .source()
                    .sessions()
                    .orElseThrow(), // otherwise the configuration is rejected
                insertsQuotes() ? config.demo().rate() : 0,
                events(),
                InstantSource.system(),
                RandomGenerator.getDefault()))
        : Future.succeededFuture();
  }

  private Future<Void> startPrices(Databases databases) {
    return ownsWatchlists()
        ? parts.deploy(new DemoPrices(databases.feeds().source()))
        : Future.succeededFuture();
  }

  /** Whether the demo inserts quotes itself. */
  private boolean insertsQuotes() {
    return config.roles().contains(Role.RECORDER)
        && config.demo().enabled()
        && config.recorder().isEmpty();
  }

  /** Whether this process records the quotes of the demo's exchange. */
  private boolean recordsExchange() {
    return config.roles().contains(Role.RECORDER) && config.demo().onExchange();
  }

  /**
   * Whether this process fills the watchlists of the demo: in tables that Tickgate created, in a
   * database that only the demo uses.
   */
  private boolean ownsWatchlists() {
    return config.watchlists().filter(lists -> lists.existing().isEmpty()).isPresent()
        && ClientRights.isOnlyDemo(config)
        && config.roles().contains(Role.RECORDER);
  }

  private Optional<EventWalk> events() {
    Set<String> channels =
        config.realtime().channels().stream().map(Channel::name).collect(Collectors.toSet());
    return config.events()
        ? Optional.of(new EventWalk(RandomGenerator.getDefault(), channels))
        : Optional.empty();
  }
}
