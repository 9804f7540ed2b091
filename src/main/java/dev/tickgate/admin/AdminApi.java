package dev.tickgate.admin;

import dev.tickgate.auth.Revocation.Target;
import dev.tickgate.auth.TokenService;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The calls of operators below {@code /admin}, each answered with a JSON object. Confined to the
 * event loop of the operations port.
 */
final class AdminApi {
  static final String PREFIX = "/admin/";

  private static final String LEVELS = PREFIX + "log-levels";
  private static final Map<String, List<HttpMethod>> METHODS =
      Map.of(
          PREFIX + "cluster",
          List.of(HttpMethod.GET),
          PREFIX + "sessions",
          List.of(HttpMethod.GET),
          PREFIX + "topics",
          List.of(HttpMethod.GET),
          PREFIX + "kick",
          List.of(HttpMethod.POST),
          PREFIX + "revoke",
          List.of(HttpMethod.POST),
          PREFIX + "drain",
          List.of(HttpMethod.POST, HttpMethod.DELETE),
          LEVELS,
          List.of(HttpMethod.GET));
  private static final List<HttpMethod> OF_LEVEL = List.of(HttpMethod.PUT, HttpMethod.DELETE);

  private final String self;
  private final Nodes nodes;
  private final LogLevels levels;
  private final Supplier<Optional<TokenService>> tokens;

  /**
   * @param self the id of this node
   * @param tokens the service that accepts revocations; empty where this node verifies no tokens
   */
  AdminApi(String self, Nodes nodes, LogLevels levels, Supplier<Optional<TokenService>> tokens) {
    this.self = self;
    this.nodes = nodes;
    this.levels = levels;
    this.tokens = tokens;
  }

  /** Returns the methods of a path; an empty list where the path does not exist. */
  static List<HttpMethod> methods(String path) {
    return path.startsWith(LEVELS + "/") ? OF_LEVEL : METHODS.getOrDefault(path, List.of());
  }

  /**
   * Executes a call.
   *
   * @return the answer; fails with an {@link AdminRefusal} where the call is rejected
   */
  Future<JsonObject> perform(AdminCall call) {
    String path = call.request().path();
    try {
      return switch (path.substring(PREFIX.length())) {
        case "cluster" -> cluster(call);
        case "sessions" -> sessions(call);
        case "topics" -> topics(call);
        case "kick" -> kick(call);
        case "revoke" -> revoke(call);
        case "drain" -> drain(call);
        case "log-levels" -> levels(call);
        default -> level(call, path.substring(LEVELS.length() + 1));
      };
    } catch (AdminRefusal refusal) {
      return Future.failedFuture(refusal);
    }
  }

  private Future<JsonObject> cluster(AdminCall call) throws AdminRefusal {
    call.only();
    return nodes
        .askAll(Question.REPORT.json())
        .map(all -> new JsonObject().put("node", self).put("nodes", all));
  }

  private Future<JsonObject> sessions(AdminCall call) throws AdminRefusal {
    call.only("node", "user", "topic", "limit", "after");
    JsonObject question = page(Question.SESSIONS, call);
    Optional<String> after = call.parameter("after");
    if (after.isPresent() && SessionId.parse(after.get()).isEmpty()) {
      throw AdminRefusal.invalid(SessionId.wrongForm("after"));
    }
    call.parameter("user").ifPresent(user -> question.put("user", user));
    call.parameter("topic").ifPresent(topic -> question.put("topic", topic));
    return ask(call.parameter("node"), question);
  }

  private Future<JsonObject> topics(AdminCall call) throws AdminRefusal {
    call.only("node", "limit", "after");
    return ask(call.parameter("node"), page(Question.TOPICS, call));
  }

  private static JsonObject page(Question question, AdminCall call) throws AdminRefusal {
    JsonObject json = question.json().put("limit", call.limit());
    call.parameter("after").ifPresent(after -> json.put("after", after));
    return json;
  }

  /** Sends a request to the named node; to this one where none is named. */
  private Future<JsonObject> ask(Optional<String> named, JsonObject question) throws AdminRefusal {
    String node = named.orElse(self);
    if (!nodes.has(node)) {
      throw new AdminRefusal(404, "UNKNOWN_NODE", "no node of the cluster has this id");
    }
    return nodes
        .ask(node, question)
        .map(answer -> answer.put("node", node))
        .recover(
            silent ->
                Future.failedFuture(
                    new AdminRefusal(503, "NODE_UNAVAILABLE", "the node did not answer")));
  }

  private Future<JsonObject> kick(AdminCall call) throws AdminRefusal {
    call.only("node", "session", "user");
    Optional<String> session = call.field("session");
    Optional<String> user = call.field("user");
    Optional<String> node = call.field("node");
    JsonObject question = Question.KICK.json();
    if (session.isPresent() && SessionId.parse(session.get()).isEmpty()) {
      throw AdminRefusal.invalid(SessionId.wrongForm("session"));
    }
    if (session.isPresent() && user.isEmpty() && node.isPresent()) {
      return ask(node, question.put("session", session.get()));
    }
    // All sessions without a token have the empty name.
    boolean ofUser = user.filter(name -> !name.isEmpty()).isPresent();
    if (ofUser && session.isEmpty() && node.isEmpty()) {
      return nodes
          .askAll(question.put("user", user.get()))
          .map(all -> new JsonObject().put("ended", ended(all)).put("nodes", all));
    }
    throw AdminRefusal.invalid("the body must name a session and its node, or a user");
  }

  private static int ended(JsonArray nodes) {
    return nodes.stream().mapToInt(node -> ((JsonObject) node).getInteger("ended", 0)).sum();
  }

  private Future<JsonObject> revoke(AdminCall call) throws AdminRefusal {
    TokenService service =
        tokens
            .get()
            .orElseThrow(
                () -> new AdminRefusal(409, "AUTH_DISABLED", "this node does not know tokens"));
    Target target = call.target();
    call.only(target.kind().name().toLowerCase(Locale.ROOT));
    return service
        .revoke(target)
        .map(written -> new JsonObject().put("revoked", true))
        .recover(
            failure ->
                Future.failedFuture(
                    new AdminRefusal(503, "AUTH_UNAVAILABLE", "the database does not answer")));
  }

  private Future<JsonObject> drain(AdminCall call) throws AdminRefusal {
    call.only("node");
    boolean begins = call.request().method() == HttpMethod.POST;
    Optional<String> node = begins ? call.field("node") : call.parameter("node");
    return ask(node, (begins ? Question.DRAIN : Question.SERVE).json());
  }

  private Future<JsonObject> levels(AdminCall call) throws AdminRefusal {
    call.only();
    return Future.succeededFuture(levels.json());
  }

  private Future<JsonObject> level(AdminCall call, String logger) throws AdminRefusal {
    if (!logger.matches("[A-Za-z][A-Za-z0-9_.$]{0,199}")) {
      throw AdminRefusal.invalid("the name of a logger is that of a class, of a package, or ROOT");
    }
    if (call.request().method() == HttpMethod.DELETE) {
      call.only();
      levels.reset(logger);
      return Future.succeededFuture(levels.json());
    }
    call.only("level", "seconds");
    if (!levels.set(logger, call.level(), call.seconds())) {
      throw new AdminRefusal(
          429, "TOO_MANY_LEVELS", "the levels of %d loggers differ".formatted(LogLevels.MOST));
    }
    return Future.succeededFuture(levels.json());
  }
}
