package dev.tickgate.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Sends one request to one gateway. Any thread may call. */
final class Sender {
  private final HttpClient http;

  Sender(Executor executor, Duration connectTimeout) {
    this.http =
        HttpClient.newBuilder()
            // Each request in flight has its own connection, and waits for no other request.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .executor(executor)
            .build();
  }

  /**
   * @param token empty: the request has none
   * @param limit the time to the end of the answer; the time-out of HttpClient ends with the head
   */
  CompletableFuture<Answer> send(
      Publication publication, URI gateway, String token, Duration limit) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(publication.at(gateway))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", publication.key())
            .POST(HttpRequest.BodyPublishers.ofString(publication.body()));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    CompletableFuture<HttpResponse<String>> exchange =
        http.sendAsync(request.build(), BodyHandlers.ofString());
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    exchange.whenComplete(
        (response, failure) -> {
          if (failure == null) {
            answer.complete(Answer.of(response));
          } else {
            answer.completeExceptionally(failure);
          }
        });
    return answer
        .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
        .whenComplete((ended, failure) -> exchange.cancel(true));
  }
}
