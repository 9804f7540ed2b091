package dev.tickgate.config;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.auth.AuthSettings;
import dev.tickgate.candle.CandleSettings;
import dev.tickgate.cluster.ClusterSettings;
import dev.tickgate.cluster.ClusterSettings.Discovery;
import dev.tickgate.cluster.IoTransport;
import dev.tickgate.config.Config.Database;
import dev.tickgate.config.Config.Demo;
import dev.tickgate.config.Config.Diagnostics;
import dev.tickgate.config.Config.Http;
import dev.tickgate.exchange.ExchangeSettings;
import dev.tickgate.feed.Feed;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Limits;
import dev.tickgate.http.Origins;
import dev.tickgate.http.Proxies;
import dev.tickgate.ops.LogFormat;
import dev.tickgate.ops.OpsSettings;
import dev.tickgate.watchlist.WatchlistSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds the configuration from the settings, and collects their errors. */
final class ConfigParser {
  private static final String HOST = "[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?";

  private final Settings settings;
  private final SettingReader reader;

  ConfigParser(Settings settings) {
    this.settings = settings;
    this.reader = new SettingReader(settings.byPath(), settings.errors());
  }

  Config parse() {
    Database database =
        new Database(
            new DatabaseReader(reader).read("database"),
            reader.optional("database.embedded.dir").map(Path::of));
    Http http = http();
    distinctPorts();
    AuthReader authReader = new AuthReader(settings.byPath(), reader);
    AuthSettings auth = authReader.read();
    OpsSettings ops = ops(authReader);
    Set<Role> roles = roles();
    reachable(roles, auth);
    if (roles.contains(Role.POLLER) || roles.contains(Role.RECORDER)) {
      new DatabaseReader(reader).refuseEmbedding(settings.byPath().get("feeds"));
    }
    boolean events = reader.bool("events.enabled");
    List<Feed> feeds = new FeedReader(settings.byPath().get("feeds"), settings.errors()).read();
    ExchangesReader exchangesReader = new ExchangesReader(reader);
    Demo demo = new DemoReader(settings.byPath(), reader).read(roles);
    List<ExchangeSettings> exchanges = exchangesReader.read(demo);
    exchangesReader.refuse(feeds, exchanges);
    if (roles.contains(Role.GATEWAY)) {
      new IneffectiveSettings(settings.byPath(), reader).refuse();
    }
    Optional<WatchlistSettings> watchlists = new WatchlistsReader(reader).read(roles, feeds, demo);
    Optional<CandleSettings> candles = new CandlesReader(reader).read(roles, feeds, demo);
    List<TopicRule> rules =
        new TopicsReader(
                settings.byPath().get("topics"),
                feeds,
                exchanges,
                watchlists,
                candles,
                events,
                settings.errors())
            .read();
    return new Config(
        roles,
        transport(),
        http,
        ops,
        database,
        new DatabaseReader(reader).read("coordination"),
        demo,
        new RecorderReader(reader, feeds, exchanges)
            .read(demo, rules, roles.contains(Role.RECORDER)),
        cluster(),
        feeds,
        rules,
        events,
        reader.duration(
            "journal.retention", TopicsReader.SHORTEST_RETENTION, TopicsReader.LONGEST_RETENTION),
        reader.duration("events.outbox.poll", Duration.ofMillis(10), Duration.ofMinutes(1)),
        new EventsReader(settings.byPath().get("events.channels"), reader).read(),
        exchanges,
        new RelaysReader(settings.byPath(), settings.errors()).read(feeds, exchanges, events),
        watchlists,
        candles,
        new RoomsReader(reader).read(events, auth),
        reader.integer("history.size", 1, TopicsReader.LARGEST_HISTORY),
        reader.size("outbox.limit", 16L << 10, 1L << 30),
        reader.duration("fanout.batchWindow", Duration.ZERO, Duration.ofSeconds(1)),
        reader.duration("hub.commandInterval", Duration.ZERO, Duration.ofMinutes(1)),
        reader.duration("heartbeat", Duration.ofSeconds(1), Duration.ofMinutes(10)),
        reader.duration("drain", Duration.ZERO, Duration.ofMinutes(10)),
        limits(),
        new AccessPolicy(
            new AccessReader(settings.byPath().get("access.rules"), settings.errors()).read(),
            authReader.introduction(auth)),
        auth,
        reader.integer("limits.subscriptions", 1, 1_000_000),
        new Diagnostics(reader.bool("diagnostics.echo"), reader.port("diagnostics.source.port")));
  }

  /**
   * Requires a database for authentication: a process with only the role gateway has no embedded
   * one.
   */
  private void reachable(Set<Role> roles, AuthSettings auth) {
    boolean alone = roles.equals(Set.of(Role.GATEWAY));
    if (auth.isOn() && alone && !reader.has("database.url") && !reader.has("coordination.url")) {
      reader.error(
          "database.url", "is empty, but auth keeps tickets and revocations in the database");
    }
  }

  private OpsSettings ops(AuthReader authReader) {
    String format = reader.choice("log.format", List.of("text", "json"));
    return new OpsSettings(
        host("ops.host"),
        reader.port("ops.port"),
        authReader.operators(),
        LogFormat.valueOf(format.toUpperCase(Locale.ROOT)));
  }

  private Limits limits() {
    Duration shortest = Duration.ofMillis(100);
    Duration longest = Duration.ofMinutes(10);
    Limits limits =
        new Limits(
            reader.integer("limits.connections", 0, 100_000_000),
            reader.integer("limits.connectionsPerAddress", 0, 100_000_000),
            reader.integer("limits.connectsPerSecond", 0, 1_000_000),
            reader.integer("limits.connectsPerSecondPerAddress", 0, 1_000_000),
            reader.integer("limits.requestsPerSecond", 0, 1_000_000),
            reader.integer("limits.requestsPerSecondPerAddress", 0, 1_000_000),
            reader.size("limits.unreadAnswers", 8L << 20, 1L << 40),
            (int) reader.size("limits.message", 1L << 10, 16L << 20),
            reader.integer("limits.commandsPerSecond", 0, 1_000_000),
            reader.integer("limits.commandBurst", 1, 1_000_000),
            reader.duration("limits.request", shortest, longest),
            reader.duration("limits.idle", shortest, longest));
    return reader.bool("limits.enabled") ? limits : limits.unbounded();
  }

  private IoTransport transport() {
    List<String> names = List.of("auto", "io_uring", "epoll", "nio");
    IoTransport wanted =
        IoTransport.valueOf(reader.choice("io.transport", names).toUpperCase(Locale.ROOT));
    return wanted
        .resolve()
        .orElseGet(
            () -> {
              reader.error("io.transport", "this machine does not have " + wanted);
              return IoTransport.NIO;
            });
  }

  private Set<Role> roles() {
    List<Role> roles = reader.enums("roles", Role.class);
    if (settings.byPath().get("roles").value().isEmpty()) {
      reader.error("roles", "a process needs at least one role");
    }
    return Set.copyOf(roles);
  }

  private Http http() {
    return new Http(
        host("http.host"),
        reader.port("http.port"),
        reader.integer("http.instances", 0, 1024),
        reader.bool("http.compression"),
        edge());
  }

  private EdgeSettings edge() {
    String origin = "an origin (https://app.example.com, https://*.example.com, or * for any)";
    return new EdgeSettings(
        Origins.of(reader.list("http.origins", Origins::isName, origin)),
        Proxies.of(
            reader.list("http.proxies", Proxies::isNetwork, "an address, or a range (10.0.0.0/8)")),
        reader.bool("http.proxyProtocol"),
        new TlsReader(reader).http());
  }

  private ClusterSettings cluster() {
    return new ClusterSettings(
        reader.bool("cluster.enabled"),
        reader.text("cluster.name"),
        host("cluster.host"),
        reader.port("cluster.port"),
        reader.has("cluster.publicHost")
            ? Optional.of(host("cluster.publicHost"))
            : Optional.empty(),
        reader.port("cluster.busPort"),
        new TlsReader(reader).bus(),
        discovery());
  }

  private Discovery discovery() {
    String way = reader.choice("cluster.discovery", List.of("members", "dns", "kubernetes"));
    List<String> members =
        reader.list(
            "cluster.members",
            ClusterSettings.Members::isAddress,
            "an address (host or host:port)");
    return switch (way) {
      case "dns" -> new ClusterSettings.Dns(needed("cluster.dns.name", way));
      case "kubernetes" ->
          new ClusterSettings.Kubernetes(
              needed("cluster.kubernetes.service", way),
              reader.optional("cluster.kubernetes.namespace"));
      default -> new ClusterSettings.Members(members);
    };
  }

  private String needed(String path, String way) {
    if (!reader.has(path)) {
      reader.error(path, "is empty, but cluster.discovery is " + way);
    }
    return reader.optional(path).orElse("-");
  }

  private String host(String path) {
    return reader.matching(path, HOST, "a host name or address");
  }

  /**
   * Refuses two listeners on one port; the start would fail with a message that names only the
   * second.
   */
  private void distinctPorts() {
    List<String> listeners = new ArrayList<>(List.of("http.port", "ops.port"));
    listeners.add("diagnostics.source.port");
    if (settings.byPath().get("cluster.enabled").value().asText().equals("true")) {
      listeners.addAll(List.of("cluster.port", "cluster.busPort"));
    }
    Map<String, String> taken = new HashMap<>();
    for (String path : listeners) {
      String port = settings.byPath().get(path).value().asText();
      String other = port.equals("0") ? null : taken.putIfAbsent(port, path);
      if (other != null) {
        reader.error(path, "%s is %s too".formatted(other, port));
      }
    }
  }
}
