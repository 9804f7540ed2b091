package dev.tickgate.admin;

import dev.tickgate.hub.SessionInfo;
import dev.tickgate.hub.SessionQuery;
import dev.tickgate.replica.Hubs;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Answers the requests that the nodes of a cluster send to this node for operators. Confined to the
 * event loop of the operations port.
 */
final class NodeAnswers {
  private final NodeReport report;
  private final Hubs hubs;
  private final Drain drain;

  NodeAnswers(NodeReport report, Hubs hubs, Drain drain) {
    this.report = report;
    this.hubs = hubs;
    this.drain = drain;
  }

  /** Returns the subject of the requests to a node on the bus. */
  static String subject(String node) {
    return "admin." + node;
  }

  /**
   * Answers a request. A page has at most {@code limit} entries, and {@code next} where another
   * page follows.
   */
  Future<JsonObject> answer(JsonObject question) {
    return switch (Question.of(question)) {
      case REPORT -> report.json().map(json -> json.put("draining", drain.isOn()));
      case SESSIONS -> sessions(question);
      case TOPICS -> topics(question.getString("after", ""), question.getInteger("limit"));
      case KICK -> kick(question);
      case DRAIN -> draining(true);
      case SERVE -> draining(false);
    };
  }

  private Future<JsonObject> draining(boolean on) {
    if (on) {
      drain.begin();
    } else {
      drain.end();
    }
    return Future.succeededFuture(new JsonObject().put("draining", on));
  }

  private Future<JsonObject> sessions(JsonObject question) {
    SessionQuery query =
        new SessionQuery(
            Optional.ofNullable(question.getString("user")),
            Optional.ofNullable(question.getString("topic")).flatMap(Topic::parse));
    SessionId after = SessionId.parse(question.getString("after", "")).orElse(SessionId.START);
    int limit = question.getInteger("limit");
    return hubs.ask(
            (place, hub) -> {
              long number = place == after.hub() ? after.number() : 0;
              return place < after.hub()
                  ? List.<SessionInfo>of()
                  : hub.sessions().page(query, number, limit + 1);
            })
        .map(pages -> page(pages, limit));
  }

  private static JsonObject page(List<List<SessionInfo>> pages, int limit) {
    JsonArray sessions = new JsonArray();
    JsonObject page = new JsonObject().put("sessions", sessions);
    for (int hub = 0; hub < pages.size(); hub++) {
      for (SessionInfo info : pages.get(hub)) {
        if (sessions.size() == limit) {
          return page.put("next", sessions.getJsonObject(limit - 1).getString("session"));
        }
        sessions.add(json(new SessionId(hub, info.number()), info));
      }
    }
    return page;
  }

  private static JsonObject json(SessionId id, SessionInfo info) {
    return new JsonObject()
        .put("session", id.toString())
        .put("user", info.user())
        .put("request", info.request())
        .put("transport", info.transport())
        .put("topics", info.topics())
        .put("waiting_bytes", info.waitingBytes());
  }

  private Future<JsonObject> topics(String after, int limit) {
    return hubs.ask((place, hub) -> hub.topics(after, limit + 1))
        .map(pages -> topicPage(pages, limit));
  }

  private static JsonObject topicPage(List<SortedMap<String, Integer>> pages, int limit) {
    TreeMap<String, Integer> sum = new TreeMap<>();
    pages.forEach(page -> page.forEach((topic, n) -> sum.merge(topic, n, Integer::sum)));
    JsonArray topics = new JsonArray();
    JsonObject page = new JsonObject().put("topics", topics);
    for (Map.Entry<String, Integer> topic : sum.entrySet()) {
      if (topics.size() == limit) {
        return page.put("next", topics.getJsonObject(limit - 1).getString("topic"));
      }
      topics.add(
          new JsonObject().put("topic", topic.getKey()).put("subscribers", topic.getValue()));
    }
    return page;
  }

  private Future<JsonObject> kick(JsonObject question) {
    Optional<SessionId> one =
        Optional.ofNullable(question.getString("session")).flatMap(SessionId::parse);
    String user = question.getString("user");
    return hubs.ask(
            (place, hub) -> {
              Predicate<SessionInfo> which =
                  one.<Predicate<SessionInfo>>map(
                          id -> info -> place == id.hub() && info.number() == id.number())
                      .orElse(info -> info.user().equals(user));
              int ended = hub.sessions().kick(which);
              hub.flush();
              return ended;
            })
        .map(ended -> new JsonObject().put("ended", ended.stream().mapToInt(n -> n).sum()));
  }
}
