package dev.tickgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tickgate.config.Settings.Setting;
import dev.tickgate.exchange.ExchangeSettings;
import dev.tickgate.feed.Feed;
import dev.tickgate.relay.RelaySettings;
import dev.tickgate.relay.RelaySettings.Identity;
import dev.tickgate.relay.RelaySettings.Inlet;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** The group {@code relays}. */
final class RelaysReader {
  private static final String SCHEME = "kafka://";
  private static final String SERVER = "[A-Za-z0-9._-]+:\\d{1,5}|\\[[0-9A-Fa-f:.]+]:\\d{1,5}";
  private static final String REDIS = "rediss?://\\S+";
  private static final String DATABASE = "(/[0-9]{0,5})?";
  private static final String CHANNELS = "[^*?\\[\\]\\\\]{1,200}\\*";
  private static final String NAME = "[A-Za-z0-9._-]{1,100}";
  private static final List<String> KEYS = List.of("from", "to", "key");

  private final Map<String, Setting> settings;
  private final List<String> errors;
  private final SettingReader reader;

  RelaysReader(Map<String, Setting> settings, List<String> errors) {
    this.settings = settings;
    this.errors = errors;
    this.reader = new SettingReader(settings, errors);
  }

  /**
   * Reads the relays; empty for a system that the configuration does not use.
   *
   * @param events whether there is a feed of publications by applications
   */
  RelaySettings read(List<Feed> feeds, List<ExchangeSettings> exchanges, boolean events) {
    return new RelaySettings(kafka(feeds, exchanges, events), redis(feeds, exchanges, events));
  }

  private Optional<RelaySettings.Kafka> kafka(
      List<Feed> feeds, List<ExchangeSettings> exchanges, boolean events) {
    RelaySettings.Kafka kafka =
        new RelaySettings.Kafka(
            servers(),
            reader.matching("relays.kafka.id", NAME, "a name (letters, digits, . _ -)"),
            client(),
            inlets("relays.kafka.in"),
            filters("relays.kafka.out.topics"),
            reader.matching("relays.kafka.out.target", NAME, "a topic of Kafka"));
    kafka.in().forEach(inlet -> check("relays.kafka.in", inlet, feeds, exchanges, events));
    boolean isUsed = !kafka.in().isEmpty() || !kafka.out().isEmpty();
    if (isUsed && kafka.servers().isEmpty()) {
      reader.error("relays.kafka.url", "is empty, but relays.kafka names topics");
    }
    return Optional.of(kafka).filter(read -> isUsed && !read.servers().isEmpty());
  }

  private Optional<RelaySettings.Redis> redis(
      List<Feed> feeds, List<ExchangeSettings> exchanges, boolean events) {
    String url = url();
    RelaySettings.Redis redis =
        new RelaySettings.Redis(
            url,
            authorities(url),
            reader.matching("relays.redis.id", NAME, "a name (letters, digits, . _ -)"),
            reader.has("relays.redis.pubsub")
                ? reader.matching(
                    "relays.redis.pubsub", CHANNELS, "a beginning of channels (events:*)")
                : "",
            inlets("relays.redis.in"),
            filters("relays.redis.out.topics"),
            reader.text("relays.redis.out.prefix"),
            reader.integer("relays.redis.out.maxLength", 1_000, 100_000_000));
    redis.in().forEach(inlet -> check("relays.redis.in", inlet, feeds, exchanges, events));
    boolean names = !redis.in().isEmpty() || !redis.out().isEmpty();
    if (names && url.isEmpty()) {
      reader.error("relays.redis.url", "is empty, but relays.redis names topics");
    }
    return Optional.of(redis)
        .filter(read -> !url.isEmpty() && (names || !read.pattern().isEmpty()));
  }

  /** Reads the URL. No error quotes it, because it may hold a password. */
  private String url() {
    String url = reader.optional("relays.redis.url").orElse("");
    if (!url.isEmpty() && !isUrl(url)) {
      reader.error(
          "relays.redis.url",
          "is not a URL (redis://user:password@host:port, with special characters as %XX)");
    }
    return url;
  }

  private Optional<Path> authorities(String url) {
    if (!reader.has("relays.redis.ca")) {
      return Optional.empty();
    }
    if (!url.startsWith("rediss://")) {
      reader.error("relays.redis.ca", "needs an url that begins with rediss://");
    }
    return Optional.of(reader.file("relays.redis.ca"));
  }

  private static boolean isUrl(String text) {
    try {
      URI url = new URI(text);
      return text.matches(REDIS)
          && url.getHost() != null
          && url.getPort() < 1 << 16
          && url.getPath().matches(DATABASE);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private String servers() {
    if (!reader.has("relays.kafka.url")) {
      return "";
    }
    String text =
        reader.matching(
            "relays.kafka.url",
            RelaysReader::areServers,
            "a list of brokers (host:port,host:port)");
    return text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
  }

  private static boolean areServers(String text) {
    String list = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
    for (String server : list.split(",", -1)) {
      if (!server.matches(SERVER)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads the properties of the clients of Kafka. They have a file of their own, because they may
   * hold a password.
   */
  private Map<String, String> client() {
    Path file = reader.file("relays.kafka.client");
    Map<String, String> client = new HashMap<>();
    if (!reader.has("relays.kafka.client") || !Files.isReadable(file)) {
      return client;
    }
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(text);
    } catch (IOException | IllegalArgumentException e) {
      reader.error("relays.kafka.client", "%s is not a file of properties".formatted(file));
    }
    properties
        .stringPropertyNames()
        .forEach(name -> client.put(name, properties.getProperty(name)));
    return client;
  }

  private List<TopicFilter> filters(String path) {
    return reader
        .list(
            path,
            text -> TopicFilter.parse(text).isPresent(),
            "a topic, or topics (like events.orders, events.*)")
        .stream()
        .map(TopicFilter::new)
        .toList();
  }

  private List<Inlet> inlets(String path) {
    Setting list = settings.get(path);
    List<Inlet> read = new ArrayList<>();
    if (!list.value().isArray()) {
      reader.error(path, "not a list of entries (from, to, key)");
      return read;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < list.value().size(); i++) {
      inlet(path + "[" + i + "]", list.value().get(i), list.source(), seen).ifPresent(read::add);
    }
    return read;
  }

  private Optional<Inlet> inlet(String path, JsonNode node, String source, Set<String> seen) {
    if (!node.isObject()) {
      errors.add("%s: not an entry (from, to, key), from %s".formatted(path, source));
      return Optional.empty();
    }
    int before = errors.size();
    SettingReader entry = new SettingReader(given(path, node, source), errors);
    String from = entry.text(path + ".from");
    Optional<Topic> to =
        entry.parsed(path + ".to", Topic::parse, "a topic of Tickgate (like events.orders)");
    String key = entry.choice(path + ".key", List.of("position", "key"));
    if (!seen.add(from)) {
      entry.error(path + ".from", "another entry is for " + from);
    }
    return errors.size() > before
        ? Optional.empty()
        : Optional.of(
            new Inlet(from, to.orElseThrow(), Identity.valueOf(key.toUpperCase(Locale.ROOT))));
  }

  private Map<String, Setting> given(String path, JsonNode node, String source) {
    Map<String, Setting> given = new LinkedHashMap<>();
    KEYS.forEach(
        key -> {
          String absent = key.equals("key") ? "position" : "";
          given.put(
              path + "." + key, new Setting(JsonNodeFactory.instance.textNode(absent), source));
        });
    node.fields()
        .forEachRemaining(
            field -> {
              String at = path + "." + field.getKey();
              if (given.replace(at, new Setting(field.getValue(), source)) == null) {
                errors.add(Settings.unknown(at, KEYS) + ", from " + source);
              }
            });
    return given;
  }

  /** Refuses an entry for a topic to which applications do not publish. */
  private void check(
      String path,
      Inlet inlet,
      List<Feed> feeds,
      List<ExchangeSettings> exchanges,
      boolean events) {
    boolean isTaken =
        feeds.stream().anyMatch(feed -> feed.symbols().topics().matches(inlet.to()))
            || exchanges.stream()
                .anyMatch(exchange -> exchange.overlaps(new TopicFilter(inlet.to().name())));
    if (isTaken) {
      reader.error(path, "%s has the publications of another feed".formatted(inlet.to()));
    } else if (!events) {
      reader.error(path, "no feed has %s: events.enabled is false".formatted(inlet.to()));
    }
  }
}
