package dev.tickgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tickgate.access.AccessPolicy.Rule;
import dev.tickgate.access.Grantee;
import dev.tickgate.access.TopicPattern;
import dev.tickgate.config.Settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of the list {@code access.rules}. */
final class AccessReader {
  private static final List<String> KEYS = List.of("topics", "read", "write");

  private final Setting rules;
  private final List<String> errors;

  AccessReader(Setting rules, List<String> errors) {
    this.rules = rules;
    this.errors = errors;
  }

  List<Rule> read() {
    List<Rule> read = new ArrayList<>();
    if (!rules.value().isArray()) {
      error("access.rules", "not a list of rules");
      return read;
    }
    for (int i = 0; i < rules.value().size(); i++) {
      rule("access.rules[" + i + "]", rules.value().get(i)).ifPresent(read::add);
    }
    return read;
  }

  private Optional<Rule> rule(String path, JsonNode node) {
    if (!node.isObject()) {
      error(path, "not a rule (topics, read, write)");
      return Optional.empty();
    }
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.contains(key)) {
                errors.add(Settings.unknown(path + "." + key, KEYS) + ", from " + rules.source());
              }
            });
    Optional<TopicPattern> topics = TopicPattern.parse(node.path("topics").asText());
    if (topics.isEmpty()) {
      error(path + ".topics", "not topics (like ticks.*, user.{sub})");
    }
    Optional<Grantee> read = who(path + ".read", node.path("read").asText("nobody"));
    Optional<Grantee> write = who(path + ".write", node.path("write").asText("nobody"));
    if (read.filter(Grantee.Nobody.class::isInstance).isPresent()
        && write.filter(Grantee.Nobody.class::isInstance).isPresent()) {
      error(path, "grants no right and takes none away: without a rule every right is denied");
    }
    return topics.isPresent() && read.isPresent() && write.isPresent()
        ? Optional.of(new Rule(topics.get(), read.get(), write.get()))
        : Optional.empty();
  }

  private Optional<Grantee> who(String path, String text) {
    Optional<Grantee> who = Grantee.parse(text);
    if (who.isEmpty()) {
      error(
          path,
          "\"%s\" is not anybody, authenticated, nobody or a claim (role=admin)".formatted(text));
    }
    return who;
  }

  private void error(String path, String what) {
    errors.add("%s: %s, from %s".formatted(path, what, rules.source()));
  }
}
