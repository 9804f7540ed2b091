package dev.tickgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tickgate.access.Grantee;
import dev.tickgate.auth.Algorithm;
import dev.tickgate.auth.ApiKeys;
import dev.tickgate.auth.AuthSettings;
import dev.tickgate.auth.AuthSettings.ApiKey;
import dev.tickgate.auth.JwtSettings;
import dev.tickgate.auth.KeySet;
import dev.tickgate.auth.KeySource;
import dev.tickgate.config.Settings.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The group {@code auth}: the authentication of clients. No error shows a secret. */
final class AuthReader {
  private static final List<String> ORIGINS =
      List.of("auth.jwt.secret", "auth.jwt.key", "auth.jwt.jwks");
  private static final List<String> ALGORITHMS = List.of("HS256", "RS256", "ES256");

  private final Map<String, Setting> settings;
  private final SettingReader reader;

  AuthReader(Map<String, Setting> settings, SettingReader reader) {
    this.settings = settings;
    this.reader = reader;
  }

  AuthSettings read() {
    return new AuthSettings(
        jwt(),
        sessions(),
        keys("auth.apiKeys"),
        admins(),
        reader.duration("auth.lifetime", Duration.ofMinutes(1), Duration.ofDays(3650)),
        reader.duration("auth.jwt.leeway", Duration.ZERO, Duration.ofMinutes(5)));
  }

  /** Returns the time within which a client must authenticate; empty if it need not. */
  Optional<Duration> introduction(AuthSettings auth) {
    Duration timeout =
        reader.duration("auth.timeout", Duration.ofSeconds(2), Duration.ofSeconds(10));
    boolean required = reader.bool("auth.required");
    if (required && !auth.isOn()) {
      reader.error(
          "auth.required",
          "no client can authenticate: set auth.jwt, auth.sessions or auth.apiKeys");
    }
    return required ? Optional.of(timeout) : Optional.empty();
  }

  private Grantee admins() {
    String text = reader.optional("auth.admins").orElse("nobody");
    Optional<Grantee> admins = Grantee.parse(text).filter(who -> !(who instanceof Grantee.Anybody));
    if (admins.isEmpty()) {
      reader.error("auth.admins", "\"%s\" is not a claim (role=admin)".formatted(text));
    }
    return admins.orElseGet(Grantee.Nobody::new);
  }

  private Optional<AuthSettings.Sessions> sessions() {
    AuthSettings.Sessions sessions =
        new AuthSettings.Sessions(
            reader.text("auth.sessions.query"),
            reader.duration("auth.sessions.cache", Duration.ZERO, Duration.ofMinutes(10)));
    return reader.bool("auth.sessions.enabled") ? Optional.of(sessions) : Optional.empty();
  }

  private Optional<JwtSettings> jwt() {
    Algorithm algorithm = Algorithm.valueOf(reader.choice("auth.jwt.algorithm", ALGORITHMS));
    List<String> given = ORIGINS.stream().filter(reader::has).toList();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String origin = given.get(0);
    if (given.size() > 1) {
      reader.error(given.get(1), "is set, and so is " + origin + ": only one can be");
    } else if (algorithm.hasPublicKeys() == origin.equals("auth.jwt.secret")) {
      reader.error(origin, "auth.jwt.algorithm is %s, which it is not for".formatted(algorithm));
    } else {
      return Optional.of(
          new JwtSettings(
              algorithm,
              key(origin, algorithm),
              origin.equals("auth.jwt.jwks") ? published(origin) : Optional.empty(),
              reader.optional("auth.jwt.issuer"),
              reader.optional("auth.jwt.audience"),
              KeySet.Pace.DEFAULT));
    }
    return Optional.empty();
  }

  private Optional<KeySource> key(String origin, Algorithm algorithm) {
    return switch (origin) {
      case "auth.jwt.secret" -> secret(reader.text(origin));
      case "auth.jwt.key" -> pem(Path.of(reader.text(origin)), algorithm);
      default -> Optional.empty();
    };
  }

  private Optional<KeySource> secret(String secret) {
    if (secret.getBytes(StandardCharsets.UTF_8).length < Algorithm.MIN_SECRET) {
      reader.error(
          "auth.jwt.secret",
          "is shorter than %d bytes, and can be guessed".formatted(Algorithm.MIN_SECRET));
      return Optional.empty();
    }
    return Optional.of(Algorithm.secret(secret));
  }

  private Optional<KeySource> pem(Path file, Algorithm algorithm) {
    try {
      return Optional.of(algorithm.publicKey(Files.readString(file)));
    } catch (IOException e) {
      reader.error("auth.jwt.key", "%s cannot be read".formatted(file));
    } catch (IllegalArgumentException e) {
      reader.error("auth.jwt.key", "%s is %s".formatted(file, e.getMessage()));
    }
    return Optional.empty();
  }

  /**
   * Reads the location of published keys. Over a network without TLS, an attacker could replace
   * them.
   */
  private Optional<URI> published(String path) {
    String text = reader.text(path);
    boolean isUrl = text.matches("https://\\S+|http://(localhost|127\\.0\\.0\\.1)[:/]\\S*");
    if (isUrl) {
      return Optional.of(URI.create(text));
    }
    if (text.contains("://") || !Files.isReadable(Path.of(text))) {
      reader.error(path, "\"%s\" is neither an https URL nor a file".formatted(text));
    }
    return Optional.of(Path.of(text).toUri());
  }

  /** Returns the names of the keys of operators, by the hashes of the keys. */
  Map<String, String> operators() {
    Map<String, String> names = new HashMap<>();
    keys("ops.keys").forEach((hash, key) -> names.put(hash, key.name()));
    return names;
  }

  private Map<String, ApiKey> keys(String path) {
    Map<String, ApiKey> keys = new HashMap<>();
    Setting setting = settings.get(path);
    if (!setting.value().isArray()) {
      reader.error(path, "not a list of keys");
      return keys;
    }
    for (int i = 0; i < setting.value().size(); i++) {
      key(path, "%s[%d]".formatted(path, i), setting.value().get(i), keys);
    }
    return keys;
  }

  private void key(String list, String path, JsonNode node, Map<String, ApiKey> keys) {
    String name = node.path("name").asText();
    String hash = node.path("sha256").asText();
    boolean shape = node.size() == (node.path("claims").isObject() ? 3 : 2);
    if (!shape || !ApiKeys.isName(name) || !hash.matches("[0-9a-f]{64}")) {
      reader.error(
          list, path + " is not {name, sha256, claims}; \"tickgate hash-key NAME\" makes one");
    } else if (keys.put(hash, new ApiKey(name, claims(node.path("claims")))) != null) {
      reader.error(list, path + " is the key of another one");
    }
  }

  private static Map<String, List<String>> claims(JsonNode node) {
    Map<String, List<String>> claims = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            claim -> {
              List<String> values = new ArrayList<>();
              if (claim.getValue().isArray()) {
                claim.getValue().forEach(value -> values.add(value.asText()));
              } else {
                values.add(claim.getValue().asText());
              }
              claims.put(claim.getKey(), values);
            });
    return claims;
  }
}
