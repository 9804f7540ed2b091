package dev.tickgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.config.Config.Loading.Ready;
import dev.tickgate.config.Config.Loading.Refused;
import dev.tickgate.feed.Key;
import dev.tickgate.http.EdgeSettings;
import dev.tickgate.http.Origins;
import dev.tickgate.http.Proxies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/** Reads configurations from text. */
abstract class ConfigCase {
  static final EdgeSettings EDGE =
      new EdgeSettings(Origins.of(List.of()), Proxies.of(List.of()), false, Optional.empty());

  static final Map<String, String> DATABASE = Map.of("DATABASE_URL", "postgresql://me@db/quotes");

  @TempDir Path dir;

  Key key(String keys) {
    return config("feeds: [{ name: a, table: t, " + keys + " }]", DATABASE).feeds().get(0).key();
  }

  Config config(String yaml, Map<String, String> environment) {
    return ready(Config.load(Optional.of(file(yaml)), environment, Optional.empty()));
  }

  static Config ready(Config.Loading loading) {
    assertThat(loading).isInstanceOf(Ready.class);
    return ((Ready) loading).config();
  }

  static List<String> errors(Path file, Map<String, String> environment) {
    Config.Loading loading = Config.load(Optional.ofNullable(file), environment, Optional.empty());
    assertThat(loading).isInstanceOf(Refused.class);
    return ((Refused) loading).errors();
  }

  Path file(String yaml) {
    try {
      return Files.writeString(Files.createTempFile(dir, "tickgate", ".yaml"), yaml);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
