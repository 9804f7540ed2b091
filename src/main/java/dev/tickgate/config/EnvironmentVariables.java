package dev.tickgate.config;

import dev.tickgate.ops.LevelName;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The settings from environment variables, such as {@code TICKGATE_CLUSTER_BUS_PORT}, and from
 * those of other products.
 */
final class EnvironmentVariables {
  private static final String PREFIX = "TICKGATE_";
  private static final Pattern WORD_START = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  /** Names of other products; the variables of Tickgate take precedence. */
  private static final Map<String, String> ALIASES =
      Map.of(
          "DATABASE_URL", "database.url",
          "HUB_JWT_SECRET", "auth.jwt.secret",
          "KAFKA_BROKER_URL", "relays.kafka.url",
          "REDIS_URL", "relays.redis.url",
          "REALTIME_ENABLED", "events.realtime.enabled");

  /** Such names for which a number without a unit is in milliseconds. */
  private static final Map<String, String> MILLISECONDS =
      Map.of(
          "SSE_HEARTBEAT_INTERVAL", "events.realtime.heartbeat",
          "SSE_DEBOUNCE_WINDOW", "events.batch.window");

  /** The logger reads these variables before any other code of Tickgate runs. */
  private static final Set<String> LOG_LEVELS =
      Set.of("TICKGATE_LOG_LEVEL", "TICKGATE_HAZELCAST_LOG_LEVEL");

  /** {@code tickgate top} reads this variable. */
  private static final String KEY = "TICKGATE_KEY";

  // Kubernetes sets variables for every service in every pod, including those of Tickgate.
  // Otherwise a service named "tickgate" would prevent the start, and the port would be set by a
  // service named "tickgate-http".
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          ".*_SERVICE_(HOST|PORT(_.*)?)|.*_PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
  private static final Pattern SERVICE_LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://.*");

  private EnvironmentVariables() {}

  /** Returns the variable that sets a key. */
  static String nameOf(String path) {
    return PREFIX
        + WORD_START.matcher(path).replaceAll("_").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  static void apply(Map<String, String> environment, Settings settings) {
    ALIASES.forEach((name, path) -> settings.text(path, environment.getOrDefault(name, ""), name));
    MILLISECONDS.forEach(
        (name, path) ->
            settings.text(path, inMilliseconds(environment.getOrDefault(name, "")), name));
    Map<String, String> paths = new LinkedHashMap<>();
    settings.byPath().keySet().forEach(path -> paths.put(nameOf(path), path));
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (!name.startsWith(PREFIX) || name.equals(KEY) || isServiceLink(name, value)) {
                return;
              }
              if (LOG_LEVELS.contains(name)) {
                level(name, value).ifPresent(settings.errors()::add);
              } else if (paths.containsKey(name)) {
                settings.text(paths.get(name), value, name);
              } else {
                settings.errors().add(unknown(name, paths));
              }
            });
  }

  /** Returns the error of an invalid level. */
  private static Optional<String> level(String name, String value) {
    return value.isEmpty() || LevelName.parse(value).isPresent()
        ? Optional.empty()
        : Optional.of("%s: \"%s\" is not one of %s".formatted(name, value, LevelName.all()));
  }

  private static String inMilliseconds(String text) {
    return text.strip().matches("\\d+") ? text.strip() + "ms" : text;
  }

  private static String unknown(String name, Map<String, String> known) {
    return name
        + ": unknown environment variable"
        + KeySuggestion.to(name, known.keySet())
            .map(near -> " (did you mean " + near + "?)")
            .orElse("");
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || name.endsWith("_PORT") && SERVICE_LINK_VALUE.matcher(value).matches();
  }
}
