package dev.tickgate.admin;

import ch.qos.logback.classic.Level;
import dev.tickgate.auth.Revocation.Kind;
import dev.tickgate.auth.Revocation.Target;
import dev.tickgate.ops.LevelName;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A call of an operator, whose parameters are checked as they are read.
 *
 * @param who the name of the operator's key
 * @param body empty where the call has none
 */
record AdminCall(HttpServerRequest request, String who, JsonObject body) {
  private static final int MOST = 500;
  private static final int DEFAULT = 100;
  private static final int LONGEST = 1_000;
  private static final int DAY_SECONDS = 86_400;
  private static final int DEFAULT_SECONDS = 600;

  /**
   * Rejects a name that the call does not have: a call with a misspelt name would act on another
   * node, or on more sessions.
   *
   * @param names the fields of the body; for GET and DELETE, the parameters of the query
   */
  void only(String... names) throws AdminRefusal {
    boolean asks = request.method() == HttpMethod.GET || request.method() == HttpMethod.DELETE;
    Set<String> known = Set.of(names);
    Set<String> unknown = new TreeSet<>(body.fieldNames());
    Set<String> asked = new TreeSet<>(request.params().names());
    (asks ? asked : unknown).removeAll(known);
    unknown.addAll(asked);
    if (!unknown.isEmpty()) {
      throw AdminRefusal.invalid(
          "%s: unknown; the %s may have %s"
              .formatted(
                  String.join(", ", unknown),
                  asks ? "query" : "body",
                  names.length == 0 ? "nothing" : String.join(", ", names)));
    }
  }

  /** Returns a parameter of the query; empty where it is absent. */
  Optional<String> parameter(String name) throws AdminRefusal {
    return checked(name, request.getParam(name));
  }

  /** Returns a text field of the body; empty where it is absent. */
  Optional<String> field(String name) throws AdminRefusal {
    Object value = body.getValue(name);
    if (value != null && !(value instanceof String)) {
      throw AdminRefusal.invalid(name + " must be a text");
    }
    return checked(name, (String) value);
  }

  private static Optional<String> checked(String name, String value) throws AdminRefusal {
    if (value != null && (value.length() > LONGEST || value.indexOf('\0') >= 0)) {
      throw AdminRefusal.invalid("%s has at most %d characters".formatted(name, LONGEST));
    }
    return Optional.ofNullable(value);
  }

  /** Returns the number of entries of a page. */
  int limit() throws AdminRefusal {
    String text = request.getParam("limit");
    if (text == null) {
      return DEFAULT;
    }
    if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > MOST) {
      throw AdminRefusal.invalid("limit must be a number from 1 to " + MOST);
    }
    return Integer.parseInt(text);
  }

  /** Returns the level to set. */
  Level level() throws AdminRefusal {
    return LevelName.parse(field("level").orElse(""))
        .orElseThrow(() -> AdminRefusal.invalid("level must be one of " + LevelName.all()));
  }

  /** Returns how long the level applies. */
  Duration seconds() throws AdminRefusal {
    Object value = body.getValue("seconds", DEFAULT_SECONDS);
    if (!(value instanceof Integer seconds) || seconds < 1 || seconds > DAY_SECONDS) {
      throw AdminRefusal.invalid("seconds must be a number from 1 to " + DAY_SECONDS);
    }
    return Duration.ofSeconds(seconds);
  }

  /** Returns the one field of the body: a revocation ends the sessions and tokens that it names. */
  Target target() throws AdminRefusal {
    for (Kind kind : Kind.values()) {
      Optional<String> value = field(kind.name().toLowerCase(Locale.ROOT));
      if (body.size() == 1 && value.filter(text -> !text.isEmpty()).isPresent()) {
        return new Target(kind, value.get());
      }
    }
    throw new AdminRefusal(
        400, "INVALID_REVOCATION", "the body must name one of subject, token_id and session");
  }
}
