package dev.tickgate.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * The token of all requests. Any thread may call; one thread at a time calls the source, for the
 * first request and when the server refused the token.
 */
final class CurrentToken {
  private final TokenSource source;
  private final Executor executor;
  // Guarded by this.
  private CompletableFuture<String> asked;
  private boolean refused;

  CurrentToken(TokenSource source, Executor executor) {
    this.source = source;
    this.executor = executor;
  }

  synchronized CompletableFuture<String> get() {
    if (asked == null || asked.isCompletedExceptionally()) {
      ask();
    }
    return asked.copy();
  }

  /** Calls the source again, unless another request did so for the same token. */
  synchronized CompletableFuture<String> renew(String token) {
    if (token.equals(asked.exceptionally(failure -> null).getNow(null))) {
      refused = true;
      ask();
    }
    return asked.copy();
  }

  private void ask() {
    boolean again = refused;
    asked = CompletableFuture.supplyAsync(() -> call(again), executor);
  }

  private String call(boolean again) {
    String token;
    try {
      token = source.token(again);
    } catch (Exception e) {
      throw new CompletionException(e);
    }
    // The message of the JDK would contain the token.
    if (token == null || !token.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw new IllegalStateException("the token is not of visible ASCII characters");
    }
    return token;
  }
}
