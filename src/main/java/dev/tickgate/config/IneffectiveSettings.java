package dev.tickgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tickgate.config.Settings.Setting;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Settings of authentication that were changed and have no effect: their author would rely on a
 * protection that does not exist.
 */
final class IneffectiveSettings {
  private static final String WAYS = "auth.jwt, auth.sessions or auth.apiKeys";
  private static final List<String> KEYS =
      List.of("auth.jwt.secret", "auth.jwt.key", "auth.jwt.jwks");

  private final Map<String, Setting> settings;
  private final Map<String, Setting> defaults = Settings.defaults().byPath();
  private final SettingReader reader;

  IneffectiveSettings(Map<String, Setting> settings, SettingReader reader) {
    this.settings = settings;
    this.reader = reader;
  }

  /** Reports them as errors, for a process that serves clients. */
  void refuse() {
    boolean signed = KEYS.stream().anyMatch(reader::has);
    boolean opaque = settings.get("auth.sessions.enabled").value().asText().equals("true");
    boolean known = signed || opaque || !settings.get("auth.apiKeys").value().isEmpty();
    if (!signed) {
      refuseJwt("no key: set one of " + KEYS, "algorithm", "issuer", "audience");
    }
    if (!signed && !opaque) {
      refuseJwt("no key and no auth.sessions", "leeway");
    }
    // An explicit value is intended.
    if (settings.get("auth.sessions.enabled").isDefault()) {
      Stream.of("auth.sessions.query", "auth.sessions.cache")
          .forEach(path -> refuse(path, "auth.sessions.enabled is not set"));
    }
    if (settings.get("auth.required").isDefault()) {
      refuse("auth.timeout", "auth.required is not set");
    }
    if (!known) {
      refuse("auth.admins", "no client can authenticate: set " + WAYS);
      refuse("auth.lifetime", "no client can authenticate: set " + WAYS);
      refuseRules(settings.get("access.rules").value());
    }
  }

  private void refuseJwt(String why, String... keys) {
    Stream.of(keys).forEach(key -> refuse("auth.jwt." + key, why));
  }

  private void refuse(String path, String why) {
    String value = settings.get(path).value().asText();
    if (!value.equals(defaults.get(path).value().asText())) {
      reader.error(path, "changes nothing, " + why);
    }
  }

  /**
   * Refuses rules for authenticated principals, and rules for topics with a claim in their name.
   */
  private void refuseRules(JsonNode rules) {
    for (int i = 0; i < rules.size(); i++) {
      JsonNode rule = rules.get(i);
      boolean forSomebody =
          Stream.of("read", "write")
              .map(right -> rule.path(right).asText())
              .anyMatch(who -> who.equals("authenticated") || who.contains("="));
      if (forSomebody || rule.path("topics").asText().contains("{")) {
        reader.error(
            "access.rules",
            "access.rules[%d] matches no client, because none can authenticate: set %s"
                .formatted(i, WAYS));
      }
    }
  }
}
