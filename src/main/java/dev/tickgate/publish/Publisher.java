package dev.tickgate.publish;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.bus.Bus;
import dev.tickgate.bus.Payload;
import dev.tickgate.bus.PayloadRules;
import dev.tickgate.bus.PublishReply;
import dev.tickgate.bus.PublishRequest;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Checks payloads and sends them to the leader of the topic's feed, which commits them. A request
 * without an answer is repeated with the same key, so that the leader does not commit its payloads
 * twice. Any event loop may call. Waiting requests are bounded in characters.
 */
public final class Publisher {
  /** The maximum number of payloads of one request. */
  public static final int MOST_PAYLOADS = 100;

  /** The maximum number of characters of all payloads of one request. */
  public static final int MOST_CHARACTERS = 1 << 20;

  private static final int MOST_KEY = 200;
  // The owner of the keys of services; the owner of a client's keys begins with a digit or
  // "sha256:".
  private static final String SERVICES = "services";
  // The owner of the keys of records.
  private static final String RECORDS = "records:";
  // The longest subject in a key. The issuer of a token chooses the subject; a longer one is
  // replaced by its hash.
  private static final int MOST_SUBJECT = 200;
  private static final long MOST_WAITING = 64L << 20;
  // The memory of a waiting payload besides its text, in characters, so that small payloads are
  // bounded, too.
  private static final long OVERHEAD = 1 << 10;
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long FIRST_PAUSE = 50;
  private static final long LONGEST_PAUSE = 500;

  private final Vertx vertx;
  private final Bus bus;
  private final TopicRoutes routes;
  private final PayloadRules rules;
  private final PublishMetrics metrics;
  private final LongSupplier nanos;
  private final Supplier<String> keys;
  // The characters of unanswered requests; any event loop adds and subtracts.
  private final AtomicLong waiting = new AtomicLong();

  /**
   * @param nanos a clock like {@code System::nanoTime}
   * @param keys supplies a unique key for a request without one
   */
  public Publisher(
      Vertx vertx,
      Bus bus,
      TopicRoutes routes,
      PayloadRules rules,
      PublishMetrics metrics,
      LongSupplier nanos,
      Supplier<String> keys) {
    this.vertx = vertx;
    this.bus = bus;
    this.routes = routes;
    this.rules = rules;
    this.metrics = metrics;
    this.nanos = nanos;
    this.keys = keys;
  }

  /**
   * Publishes for a client.
   *
   * @param key identifies repetitions of the request; the keys of different clients are independent
   * @param payloads JSON objects, at least one; all are published or none
   * @return a position for each payload; failed with {@link PublishRefusal}
   */
  public Future<List<Position>> publish(
      AccessPolicy access,
      Principal principal,
      Topic topic,
      Optional<String> key,
      List<String> payloads) {
    Optional<ErrorCode> refusal = refusal(access, principal, topic);
    return refusal.isPresent()
        ? refuse(refusal.get())
        : publishOf(name(principal.subject()), rules, topic, key, payloads);
  }

  /**
   * Publishes payloads that a feature has made from a client's command, whether or not the client
   * may publish to the topic. The feature has already applied the payload rules of the topic.
   */
  public Future<List<Position>> publishFor(
      Principal principal, Topic topic, Optional<String> key, List<String> payloads) {
    return publishOf(name(principal.subject()), PayloadRules.NONE, topic, key, payloads);
  }

  /** Returns why a client may not publish to a topic; empty if it may. */
  public static Optional<ErrorCode> refusal(AccessPolicy access, Principal principal, Topic topic) {
    if (access.mayWrite(principal, topic)) {
      return Optional.empty();
    }
    return Optional.of(
        access.isWelcome(principal) ? ErrorCode.ACCESS_DENIED : ErrorCode.UNAUTHORIZED);
  }

  /** Publishes for a service of the cluster, which may publish to any publishable topic. */
  public Future<List<Position>> publish(Topic topic, Optional<String> key, List<String> payloads) {
    return publishOf(SERVICES, rules, topic, key, payloads);
  }

  /**
   * Publishes records of another system. Each record is identified by its own key, because a
   * repetition may contain other records as well.
   *
   * @param keys one for each payload
   */
  public Future<List<Position>> publishEach(Topic topic, List<String> keys, List<String> payloads) {
    return keys.stream().allMatch(key -> isVisible(key, MOST_KEY))
        ? publishOf(RECORDS, rules, keys, topic, payloads)
        : refuse(ErrorCode.INVALID_KEY);
  }

  /**
   * @param owner the owner of the key; the same key of another owner is another key
   */
  private Future<List<Position>> publishOf(
      String owner, PayloadRules kept, Topic topic, Optional<String> key, List<String> payloads) {
    return key.isPresent() && !isVisible(key.get(), MOST_KEY)
        ? refuse(ErrorCode.INVALID_KEY)
        : publishOf(owner + ":" + key.orElseGet(keys), kept, List.of(), topic, payloads);
  }

  private Future<List<Position>> publishOf(
      String key, PayloadRules kept, List<String> each, Topic topic, List<String> payloads) {
    Optional<String> feed =
        routes.of(topic).filter(TopicRoutes.Route::publishable).map(TopicRoutes.Route::feed);
    if (feed.isEmpty()) {
      return refuse(ErrorCode.UNKNOWN_TOPIC);
    }
    List<String> bodies = new ArrayList<>();
    Optional<PublishRefusal> wrong = check(kept, topic, payloads, bodies);
    if (wrong.isPresent()) {
      return refuse(wrong.get());
    }
    long size = bodies.stream().mapToLong(body -> OVERHEAD + body.length()).sum();
    if (waiting.addAndGet(size) > MOST_WAITING) {
      waiting.addAndGet(-size);
      return refuse(ErrorCode.RATE_LIMITED);
    }
    return ask(new PublishRequest(feed.get(), topic, key, bodies, each))
        .onComplete(done -> waiting.addAndGet(-size));
  }

  // The length marks the end of the subject, so that no two clients share a key. The journal
  // refuses NUL and keys that fill a page of its index, and a refused write ends a leadership.
  private static String name(String subject) {
    return subject.isEmpty() || isVisible(subject, MOST_SUBJECT)
        ? subject.length() + ":" + subject
        : "sha256:" + hash(subject);
  }

  private static String hash(String subject) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(subject.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether the text is visible ASCII, as a header can carry it. */
  private static boolean isVisible(String text, int most) {
    return !text.isEmpty()
        && text.length() <= most
        && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  private static Optional<PublishRefusal> check(
      PayloadRules rules, Topic topic, List<String> payloads, List<String> bodies) {
    if (payloads.isEmpty()) {
      return Optional.of(
          PublishRefusal.of(ErrorCode.INVALID_PAYLOAD, "The array is empty.", OptionalInt.empty()));
    }
    long size = payloads.stream().mapToLong(String::length).sum();
    if (payloads.size() > MOST_PAYLOADS || size > MOST_CHARACTERS) {
      return Optional.of(new PublishRefusal(ErrorCode.PAYLOAD_TOO_LARGE));
    }
    for (String payload : payloads) {
      Payload checked = Payload.of(payload);
      if (checked instanceof Payload.Valid valid) {
        checked = rules.check(topic, valid);
      }
      if (checked instanceof Payload.Valid valid) {
        bodies.add(valid.text());
      } else {
        // The wrong payload is the one after those that passed.
        return Optional.of(refusal(checked, bodies.size(), payloads.size()));
      }
    }
    return Optional.empty();
  }

  private static PublishRefusal refusal(Payload wrong, int index, int of) {
    String place = of == 1 ? "" : "Payload " + (index + 1) + " of " + of + ": ";
    OptionalInt at = OptionalInt.of(index);
    if (wrong instanceof Payload.Unfit unfit) {
      return PublishRefusal.of(ErrorCode.INVALID_EVENT, place + unfit.reason(), at);
    }
    ErrorCode code =
        wrong == Payload.Invalid.TOO_LARGE
            ? ErrorCode.PAYLOAD_TOO_LARGE
            : ErrorCode.INVALID_PAYLOAD;
    return PublishRefusal.of(code, place + ((Payload.Invalid) wrong).reason(), at);
  }

  private Future<List<Position>> ask(PublishRequest request) {
    long began = nanos.getAsLong();
    return ask(request, began, FIRST_PAUSE)
        .compose(
            reply -> {
              if (reply instanceof PublishReply.Published published) {
                metrics.published(request.bodies().size(), nanos.getAsLong() - began);
                return Future.succeededFuture(published.positions());
              }
              return refuse(ErrorCode.KEY_REUSED);
            });
  }

  private Future<PublishReply> ask(PublishRequest request, long began, long pause) {
    long left = PATIENCE.toMillis() - (nanos.getAsLong() - began) / 1_000_000;
    if (left <= 0) {
      return refuse(ErrorCode.NO_LEADER);
    }
    // The last attempt does not wait beyond the deadline.
    return bus.publishing()
        .send(request, Duration.ofMillis(Math.min(ANSWER.toMillis(), left)))
        .recover(
            unanswered -> {
              metrics.repeated();
              return Future.<Void>future(later -> vertx.setTimer(pause, now -> later.complete()))
                  .compose(now -> ask(request, began, Math.min(LONGEST_PAUSE, 2 * pause)));
            });
  }

  /**
   * Counts a refusal that the caller decided without a call to {@link #publish}.
   *
   * @return the refusal
   */
  public PublishRefusal refused(PublishRefusal refusal) {
    metrics.refused(refusal.code());
    return refusal;
  }

  private <T> Future<T> refuse(ErrorCode code) {
    return refuse(new PublishRefusal(code));
  }

  private <T> Future<T> refuse(PublishRefusal refusal) {
    return Future.failedFuture(refused(refusal));
  }
}
