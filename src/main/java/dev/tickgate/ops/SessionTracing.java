package dev.tickgate.ops;

import dev.tickgate.hub.SessionTraces;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code /debug/sessions}: traces the sessions of a user on this process in the log, for operators.
 * {@code POST ?user=8&seconds=300} begins a trace, {@code DELETE ?user=8} ends it, {@code GET}
 * returns the traced users.
 */
final class SessionTracing {
  private static final String USER = "user";
  private static final String SECONDS = "seconds";
  private static final long DEFAULT_SECONDS = 300;
  private static final long MOST_SECONDS = 3_600;

  private final SessionTraces traces;

  SessionTracing(SessionTraces traces) {
    this.traces = traces;
  }

  /** The error that the operator receives instead of an answer. */
  record Problem(int status, String code, String message) {}

  /**
   * Executes a request.
   *
   * @return the problem; empty where the request was executed, and {@link #users} is the answer
   */
  Optional<Problem> perform(HttpServerRequest request) {
    if (request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD) {
      return Optional.empty();
    }
    String user = request.getParam(USER);
    if (user == null) {
      return invalid("user is missing: the subject of a token; empty for clients without one");
    }
    if (request.method() == HttpMethod.DELETE) {
      traces.end(user);
      return Optional.empty();
    }
    Optional<Duration> length = seconds(request.getParam(SECONDS));
    if (length.isEmpty()) {
      return invalid("seconds is a whole number from 1 to " + MOST_SECONDS);
    }
    return traces.begin(user, length.get())
        ? Optional.empty()
        : Optional.of(
            new Problem(429, "TOO_MANY_TRACES", "too many users are traced: end the trace of one"));
  }

  private static Optional<Problem> invalid(String message) {
    return Optional.of(new Problem(400, "INVALID_PARAMETER", message));
  }

  private static Optional<Duration> seconds(String text) {
    try {
      long seconds = text == null ? DEFAULT_SECONDS : Long.parseLong(text);
      return Optional.of(Duration.ofSeconds(seconds))
          .filter(length -> seconds >= 1 && seconds <= MOST_SECONDS);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Returns the traced users, and the time that is left of each trace. */
  JsonObject users() {
    JsonArray users = new JsonArray();
    traces
        .users()
        .forEach(
            (user, seconds) ->
                users.add(new JsonObject().put(USER, user).put("seconds_left", seconds)));
    return new JsonObject().put("users", users);
  }
}
