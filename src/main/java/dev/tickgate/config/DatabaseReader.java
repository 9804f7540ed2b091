package dev.tickgate.config;

import dev.tickgate.config.Settings.Setting;
import dev.tickgate.store.DatabaseSettings;
import dev.tickgate.store.DatabaseUrl;
import dev.tickgate.store.DatabaseUrl.Reading;
import dev.tickgate.store.DatabaseUrl.Reading.Malformed;
import dev.tickgate.store.DatabaseUrl.Reading.Read;
import dev.tickgate.store.Pooling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The databases of the configuration. No error quotes a URL, which holds a password. */
final class DatabaseReader {
  private static final List<String> POOLINGS =
      Arrays.stream(Pooling.values()).map(Pooling::text).toList();

  private final SettingReader reader;

  DatabaseReader(SettingReader reader) {
    this.reader = reader;
  }

  static boolean isUrl(String path) {
    return path.matches("(database|coordination)\\.(url|listenUrl)");
  }

  /** Returns a URL that was accepted; its text has no password. */
  static Optional<DatabaseUrl> shown(String text) {
    return DatabaseUrl.read(text) instanceof Read read ? Optional.of(read.url()) : Optional.empty();
  }

  /**
   * @param group {@code database} or {@code coordination}
   */
  Optional<DatabaseSettings> read(String group) {
    Optional<DatabaseUrl> listen = url(group + ".listenUrl");
    Pooling pooling =
        Pooling.valueOf(reader.choice(group + ".pooling", POOLINGS).toUpperCase(Locale.ROOT));
    if (!reader.has(group + ".url")) {
      needless(group, pooling, listen);
    }
    Optional<DatabaseSettings> settings =
        url(group + ".url").map(url -> new DatabaseSettings(url, pooling, listen));
    if (group.equals("database") && settings.isPresent()) {
      recordable(settings.get());
    }
    return settings;
  }

  /**
   * Refuses feeds of a user without the URL of a database: the embedded database does not have
   * their tables. Only a demo that was requested may use it.
   */
  void refuseEmbedding(Setting feeds) {
    boolean own =
        !feeds.value().isEmpty()
            && !feeds.value().equals(Settings.defaults().byPath().get("feeds").value());
    if (own && !reader.has("database.url") && !reader.text("demo.enabled").equals("true")) {
      reader.error(
          "database.url",
          "is empty, but feeds are set: set DATABASE_URL to the database with their tables, or"
              + " start with --demo for an embedded one");
    }
  }

  private void recordable(DatabaseSettings settings) {
    if (settings.sessionUrl().isEmpty() && reader.text("demo.enabled").equals("true")) {
      reader.error(
          "demo.enabled", "the recorder needs a session: set database.listenUrl past the pooler");
    }
  }

  private void needless(String group, Pooling pooling, Optional<DatabaseUrl> listen) {
    if (listen.isPresent()) {
      reader.error(group + ".listenUrl", "is of no use without " + group + ".url");
    }
    if (pooling != Pooling.SESSION) {
      reader.error(group + ".pooling", "is of no use without " + group + ".url");
    }
  }

  private Optional<DatabaseUrl> url(String path) {
    if (!reader.has(path)) {
      return Optional.empty();
    }
    Reading reading = DatabaseUrl.read(reader.text(path));
    if (reading instanceof Malformed malformed) {
      malformed.reasons().forEach(reason -> reader.error(path, reason));
      return Optional.empty();
    }
    DatabaseUrl url = ((Read) reading).url();
    url.fileProblem().ifPresent(problem -> reader.error(path, problem));
    return Optional.of(url);
  }
}
