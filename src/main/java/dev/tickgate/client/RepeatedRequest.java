package dev.tickgate.client;

import dev.tickgate.client.PublishResult.Failed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * One request, sent with the same key until it has a result. Its steps run one after the other,
 * each on any thread of the client.
 *
 * <pre>
 *   token ──▶ request ──200, refusal──▶ result
 *     ▲          │
 *     │          ├─ 401, once ──▶ another token ──▶ request
 *     │          ├─ no connection ─▶ the next gateway, until each was tried
 *     └─ pause ──┴─ 429, 5xx, time-out, broken connection; attempts and time are left
 * </pre>
 */
final class RepeatedRequest {
  private final Publication publication;
  private final PublisherSettings settings;
  private final Parts parts;
  private final long began;
  private int attempts;
  private int unreachable;
  private boolean renewed;

  RepeatedRequest(Publication publication, PublisherSettings settings, Parts parts) {
    this.publication = publication;
    this.settings = settings;
    this.parts = parts;
    this.began = parts.nanos().getAsLong();
  }

  /**
   * The parts that the requests of a client share.
   *
   * @param nanos a clock like {@code System::nanoTime}
   * @param later runs a step after a pause
   */
  record Parts(
      Gateways gateways,
      CurrentToken token,
      Sender sender,
      Backoff backoff,
      Counters counters,
      Executor executor,
      LongSupplier nanos,
      Function<Duration, Executor> later) {}

  /** The future does not fail. */
  CompletableFuture<PublishResult> result() {
    return CompletableFuture.completedFuture(null)
        .thenComposeAsync(begun -> run(), parts.executor())
        .exceptionally(failure -> new Failed(failure, attempts, publication.key()));
  }

  private CompletableFuture<PublishResult> run() {
    attempts++;
    return within(left(), parts.token().get())
        .handleAsync(
            (token, failure) ->
                failure == null ? send(token) : repeat(cause("the token source", failure), pause()),
            parts.executor())
        .thenCompose(Function.identity());
  }

  private CompletableFuture<PublishResult> send(String token) {
    URI gateway = parts.gateways().current();
    Duration left = left();
    Duration limit = left.compareTo(settings.answerTimeout()) < 0 ? left : settings.answerTimeout();
    return parts
        .sender()
        .send(publication, gateway, token, limit)
        .handleAsync(
            (answer, failure) ->
                failure == null
                    ? answered(gateway, token, answer)
                    : lost(gateway, cause(gateway.toString(), failure)),
            parts.executor())
        .thenCompose(Function.identity());
  }

  private CompletableFuture<PublishResult> answered(URI gateway, String token, Answer answer) {
    if (answer instanceof Answer.Last last) {
      return CompletableFuture.completedFuture(last.result());
    }
    if (answer instanceof Answer.Unauthorized unauthorized) {
      return renew(token, unauthorized.refusal());
    }
    Answer.Again again = (Answer.Again) answer;
    parts.gateways().leave(gateway);
    return repeat(again.cause(), again.pause().plus(pause()));
  }

  private CompletableFuture<PublishResult> renew(String token, PublishResult refusal) {
    if (renewed) {
      return CompletableFuture.completedFuture(refusal);
    }
    renewed = true;
    return within(left(), parts.token().renew(token))
        .handleAsync(
            (other, failure) -> {
              if (failure != null) {
                return repeat(cause("the token source", failure), pause());
              }
              return other.equals(token) || isLast(Duration.ZERO)
                  ? CompletableFuture.completedFuture(refusal)
                  : repeat(new IOException("the token was refused"), Duration.ZERO);
            },
            parts.executor())
        .thenCompose(Function.identity());
  }

  private CompletableFuture<PublishResult> lost(URI gateway, Throwable cause) {
    parts.gateways().leave(gateway);
    boolean isUnreachable =
        cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    // Nothing was sent, and another gateway may accept the connection.
    boolean isAnotherLeft = isUnreachable && ++unreachable % parts.gateways().size() != 0;
    return repeat(cause, isAnotherLeft ? Duration.ZERO : pause());
  }

  private CompletableFuture<PublishResult> repeat(Throwable cause, Duration pause) {
    if (isLast(pause)) {
      return CompletableFuture.completedFuture(new Failed(cause, attempts, publication.key()));
    }
    parts.counters().repeated();
    return CompletableFuture.supplyAsync(this::run, parts.later().apply(pause))
        .thenCompose(Function.identity());
  }

  /** Whether no attempt is left after this pause. */
  private boolean isLast(Duration pause) {
    return attempts >= settings.attempts() || pause.compareTo(left()) >= 0;
  }

  private Duration pause() {
    return parts.backoff().after(attempts);
  }

  private Duration left() {
    return settings.deadline().minusNanos(parts.nanos().getAsLong() - began);
  }

  private static <T> CompletableFuture<T> within(Duration limit, CompletableFuture<T> future) {
    return future.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static Throwable cause(String late, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof TimeoutException
        ? new HttpTimeoutException(late + " did not answer in time")
        : cause;
  }
}
