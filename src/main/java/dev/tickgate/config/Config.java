package dev.tickgate.config;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.auth.AuthSettings;
import dev.tickgate.candle.CandleSettings;
import dev.tickgate.cluster.ClusterSettings;
import dev.tickgate.cluster.IoTransport;
import dev.tickgate.event.EventSettings;
import dev.tickgate.exchange.ExchangeSettings;
import dev.tickgate.feed.Feed;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Limits;
import dev.tickgate.ops.OpsSettings;
import dev.tickgate.recorder.RecorderSettings;
import dev.tickgate.relay.RelaySettings;
import dev.tickgate.room.RoomSettings;
import dev.tickgate.store.DatabaseSettings;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.watchlist.WatchlistSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every setting, parsed and checked once; see {@code docs/configuration.md}.
 *
 * @param transport one that this machine supports
 * @param coordination the database with the schema of Tickgate; empty for that of the source
 * @param events whether applications publish: then the feed of that name is led and served
 * @param topics the delivery and the retention of topics
 * @param outboxPoll the interval at which the outbox is read without a NOTIFY
 * @param realtime the channels of events; delivered only where {@code events} is true
 * @param exchanges the enabled exchanges
 * @param watchlists empty: none are served
 * @param candles empty: none are made
 * @param roles in the order of {@link Role}
 * @param rooms empty: none are served
 * @param historySize publications in memory, per topic
 * @param outboxLimit bytes that may wait for one client
 * @param commandInterval the shortest time between two commands of a client of the relay
 * @param maxSubscriptions topics per session
 * @param drain the time over which a stopping process closes its sessions
 */
public record Config(
    Set<Role> roles,
    IoTransport transport,
    Http http,
    OpsSettings ops,
    Database database,
    Optional<DatabaseSettings> coordination,
    Demo demo,
    Optional<RecorderSettings> recorder,
    ClusterSettings cluster,
    List<Feed> feeds,
    List<TopicRule> topics,
    boolean events,
    Duration journalRetention,
    Duration outboxPoll,
    EventSettings realtime,
    List<ExchangeSettings> exchanges,
    RelaySettings relays,
    Optional<WatchlistSettings> watchlists,
    Optional<CandleSettings> candles,
    Optional<RoomSettings> rooms,
    int historySize,
    long outboxLimit,
    Duration batchWindow,
    Duration commandInterval,
    Duration heartbeat,
    Duration drain,
    Limits limits,
    AccessPolicy access,
    AuthSettings auth,
    int maxSubscriptions,
    Diagnostics diagnostics) {

  /**
   * The name of the built-in feed of the publications of applications; no feed of a table has it.
   */
  public static final String EVENTS_FEED = "events";

  /** The topics of applications that need no entry of {@code topics}. */
  public static final List<TopicFilter> EVENT_TOPICS =
      Stream.of("events.*", "room.*", "user.*").map(TopicFilter::new).toList();

  public Config {
    // In the order of the enum: that of a Set.of differs from process to process.
    roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    feeds = List.copyOf(feeds);
    topics = List.copyOf(topics);
    exchanges = List.copyOf(exchanges);
  }

  /** Returns the same configuration with other exchanges. */
  public Config withExchanges(List<ExchangeSettings> others) {
    return new Config(
        roles,
        transport,
        http,
        ops,
        database,
        coordination,
        demo,
        recorder,
        cluster,
        feeds,
        topics,
        events,
        journalRetention,
        outboxPoll,
        realtime,
        others,
        relays,
        watchlists,
        candles,
        rooms,
        historySize,
        outboxLimit,
        batchWindow,
        commandInterval,
        heartbeat,
        drain,
        limits,
        access,
        auth,
        maxSubscriptions,
        diagnostics);
  }

  /** The number of event loops that serve clients. */
  public int eventLoops() {
    return http.instances() == 0 ? Runtime.getRuntime().availableProcessors() : http.instances();
  }

  /**
   * Returns the database of a process that reads no tables; the parser has checked that it is set.
   */
  public DatabaseSettings anyDatabase() {
    return database.server().or(() -> coordination).orElseThrow();
  }

  /** The outcome of loading: a configuration, or its errors. */
  public sealed interface Loading {
    /** The configuration is valid. */
    record Ready(Config config, Settings settings) implements Loading {}

    /** The configuration is invalid; one line for each error. */
    record Refused(List<String> errors) implements Loading {}
  }

  /**
   * The listener for clients.
   *
   * @param port 0 for any free port
   * @param instances event loops that serve; 0: one per core
   * @param compression whether permessage-deflate may be negotiated
   * @param edge the origins, the proxies and the certificate
   */
  public record Http(
      String host, int port, int instances, boolean compression, EdgeSettings edge) {}

  /**
   * The database with the tables.
   *
   * @param server empty: an embedded one
   * @param embeddedDir empty: the user's data directory
   */
  public record Database(Optional<DatabaseSettings> server, Optional<Path> embeddedDir) {}

  /**
   * Simulated quotes and events.
   *
   * @param rate rows per second, which the demo inserts itself
   * @param onExchange whether a recorder inserts the quotes of a simulated exchange instead
   */
  public record Demo(boolean enabled, int rate, boolean onExchange) {}

  /**
   * The settings of measurements and of conformance tests.
   *
   * @param echo whether the mounts for conformance suites are served
   * @param sourcePort the port of the line source; 0: none
   */
  public record Diagnostics(boolean echo, int sourcePort) {}

  /**
   * Reads the settings.
   *
   * @param roles of the command line
   */
  public static Loading load(
      Optional<Path> file, Map<String, String> environment, Optional<String> roles) {
    return load(file, environment, roles, Optional.empty());
  }

  /**
   * Reads the settings.
   *
   * @param roles of the command line
   * @param demo {@code demo.enabled} of the command line
   */
  public static Loading load(
      Optional<Path> file,
      Map<String, String> environment,
      Optional<String> roles,
      Optional<String> demo) {
    Settings settings = Settings.defaults();
    file.ifPresent(settings::file);
    EnvironmentVariables.apply(environment, settings);
    roles.ifPresent(text -> settings.text("roles", text, "--roles"));
    demo.ifPresent(text -> settings.text("demo.enabled", text, "--demo"));
    if (roles.isPresent() && roles.get().isBlank()) {
      settings.errors().add("roles: a process needs at least one role, from --roles");
    }
    Config config = new ConfigParser(settings).parse();
    return settings.errors().isEmpty()
        ? new Loading.Ready(config, settings)
        : new Loading.Refused(List.copyOf(settings.errors()));
  }
}
