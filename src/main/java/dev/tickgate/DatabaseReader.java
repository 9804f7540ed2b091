package dev.tickgate;

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

  private final ConfigReader reader;

  DatabaseReader(ConfigReader reader) {
    this.reader = reader;
  }

  static boolean isUrl(String path) {
    return path.matches("(database|coordination)\\.(url|listenUrl)");
  }

  /** One that was accepted, whose text has no password. */
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
    return url(group + ".url").map(url -> new DatabaseSettings(url, pooling, listen));
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
