package dev.tickgate.exchange;

import io.vertx.core.Context;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How a simulated exchange answers handshakes: at once, with a refusal, or later. A test's thread
 * sets the mode; handshakes are confined to the event loop of the server.
 */
final class Handshakes {
  private static final int ACCEPT = 101;
  private static final int NOT_FOUND = 404;

  private final Context loop;
  private final ExchangeScript script;
  private final Deque<ServerWebSocketHandshake> delayed = new ArrayDeque<>();
  // Written by tests.
  private volatile int answer = ACCEPT;
  private volatile boolean isDelaying;
  // Written by the event loop, read by tests.
  private volatile int refused;
  private volatile int waiting;

  Handshakes(Context loop, ExchangeScript script) {
    this.loop = loop;
    this.script = script;
  }

  void refuse(int httpStatus) {
    answer = httpStatus;
  }

  void accept() {
    answer = ACCEPT;
  }

  /** Answers no later handshake until {@link #resume}. */
  void delay() {
    isDelaying = true;
  }

  /** Answers those that wait; later ones are answered at once. */
  void resume() {
    isDelaying = false;
    loop.runOnContext(
        on -> {
          delayed.forEach(this::answer);
          delayed.clear();
          waiting = 0;
        });
  }

  int refused() {
    return refused;
  }

  /** The number of handshakes that wait for an answer. */
  int waiting() {
    return waiting;
  }

  void received(ServerWebSocketHandshake handshake) {
    if (isDelaying) {
      delayed.add(handshake);
      waiting = delayed.size();
    } else {
      answer(handshake);
    }
  }

  private void answer(ServerWebSocketHandshake handshake) {
    if (answer != ACCEPT) {
      refused++;
      handshake.reject(answer);
    } else if (script.serves(handshake.path())) {
      handshake.accept();
    } else {
      handshake.reject(NOT_FOUND);
    }
  }
}
