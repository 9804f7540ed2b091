package dev.tickgate.endpoint;

import dev.tickgate.access.Principal;
import dev.tickgate.http.BodyText;
import dev.tickgate.http.HttpErrors;
import dev.tickgate.http.Responses;
import dev.tickgate.hub.Hub;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.protocol.RawJson;
import dev.tickgate.publish.PublishRefusal;
import dev.tickgate.publish.Publisher;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code POST /api/publish/{topic}}: publishes a JSON object, or all or none of an array of
 * objects, whatever the Content-Type of the request. Answers after the commit.
 */
final class PublishApi {
  // A character may need three bytes.
  private static final int MAX_BODY = 3 * Publisher.MOST_CHARACTERS + 1024;
  private static final String RETRY_SECONDS = "2";
  private static final String TOPIC = "topic";

  private final Hub hub;
  private final AuthenticationHandler identify;
  private final Publisher publisher;

  PublishApi(Hub hub, AuthenticationHandler identify, Publisher publisher) {
    this.hub = hub;
    this.identify = identify;
    this.publisher = publisher;
  }

  void mount(Router router) {
    router
        .post("/api/publish/:topic")
        .handler(PublishApi::isNoForm)
        .handler(PublishApi::isPlain)
        .handler(identify)
        // Checked before the body is read: the server keeps no body of a client that may not
        // publish.
        .handler(this::admit);
    router
        .post("/api/publish/:topic")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY))
        .handler(this::publish);
  }

  // curl sends a body as a form by default, and Vert.x would parse it as a form.
  private static void isNoForm(RoutingContext context) {
    context.request().headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
    context.next();
  }

  // A compressed body is not JSON, and the size of its inflated content has no known bound.
  private static void isPlain(RoutingContext context) {
    String encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding == null || encoding.equalsIgnoreCase("identity")) {
      context.next();
    } else {
      HttpErrors.send(
          context,
          415,
          "UNSUPPORTED_ENCODING",
          "The server does not read bodies with Content-Encoding: " + encoding + ".");
    }
  }

  private void admit(RoutingContext context) {
    String name = context.pathParam("topic");
    Optional<Topic> topic = Topic.parse(name);
    Principal principal = AuthenticationHandler.principal(context);
    Optional<ErrorCode> refusal =
        topic.isPresent()
            ? Publisher.refusal(hub.rights().access(), principal, topic.get())
            : Optional.of(
                name.length() > Topic.MAX_LENGTH
                    ? ErrorCode.TOPIC_TOO_LONG
                    : ErrorCode.INVALID_TOPIC);
    if (refusal.isPresent()) {
      refuse(context, principal, publisher.refused(new PublishRefusal(refusal.get())), false);
    } else {
      context.put(TOPIC, topic.get()).next();
    }
  }

  private void publish(RoutingContext context) {
    publish(context, AuthenticationHandler.principal(context), context.get(TOPIC));
  }

  private void publish(RoutingContext context, Principal principal, Topic topic) {
    Optional<String> text = BodyText.of(context);
    if (text.isEmpty()) {
      PublishRefusal refusal =
          PublishRefusal.of(
              ErrorCode.INVALID_PAYLOAD, "The body is not UTF-8.", OptionalInt.empty());
      refuse(context, principal, publisher.refused(refusal), false);
      return;
    }
    String body = text.get();
    Optional<List<String>> batch = RawJson.elements(body);
    List<String> keys = context.request().headers().getAll("Idempotency-Key");
    if (keys.size() > 1) {
      String reason = "The header Idempotency-Key is given %d times.".formatted(keys.size());
      PublishRefusal refusal =
          PublishRefusal.of(ErrorCode.INVALID_KEY, reason, OptionalInt.empty());
      refuse(context, principal, publisher.refused(refusal), batch.isPresent());
      return;
    }
    Optional<String> key = keys.stream().findFirst();
    publisher
        .publish(hub.rights().access(), principal, topic, key, batch.orElseGet(() -> List.of(body)))
        .onSuccess(positions -> answer(context, topic, positions, batch.isPresent()))
        .onFailure(failure -> refuse(context, principal, failure, batch.isPresent()));
  }

  private static void answer(
      RoutingContext context, Topic topic, List<Position> positions, boolean isBatch) {
    JsonObject json = new JsonObject().put("topic", topic.name());
    if (isBatch) {
      JsonArray all = new JsonArray();
      positions.forEach(position -> all.add(json(position)));
      json.put("publications", all);
    } else {
      json.mergeIn(json(positions.get(0)));
    }
    Responses.json(context, json);
  }

  private static JsonObject json(Position position) {
    return new JsonObject().put("epoch", position.epoch()).put("offset", position.offset());
  }

  private static void refuse(
      RoutingContext context, Principal principal, Throwable failure, boolean isBatch) {
    if (!(failure instanceof PublishRefusal refusal)) {
      context.fail(failure);
      return;
    }
    // A client without a token may have the right once it sends one.
    ErrorCode code =
        refusal.code() == ErrorCode.ACCESS_DENIED && !principal.isKnown()
            ? ErrorCode.UNAUTHORIZED
            : refusal.code();
    int status = status(code);
    if (status == 429 || status == 503) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
    if (status == 401 || status == 403) {
      AuthenticationHandler.refuse(context, code);
    } else if (!context.response().closed()) {
      JsonObject body = HttpErrors.body(code.name(), refusal.sentence());
      if (isBatch) {
        refusal.index().ifPresent(index -> body.put("index", index));
      }
      HttpErrors.send(context.request(), status, body);
    }
  }

  private static int status(ErrorCode code) {
    return switch (code) {
      case UNAUTHORIZED -> 401;
      case ACCESS_DENIED -> 403;
      case UNKNOWN_TOPIC -> 404;
      case KEY_REUSED -> 409;
      case PAYLOAD_TOO_LARGE -> 413;
      case RATE_LIMITED -> 429;
      case NO_LEADER -> 503;
      default -> 400;
    };
  }
}
