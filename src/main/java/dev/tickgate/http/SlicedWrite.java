package dev.tickgate.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * Writes one body in slices, as the connection accepts them. The loop serves other connections in
 * between, and no copy of the whole body waits for the client. Confined to one event loop.
 */
final class SlicedWrite {
  private static final int SLICE = 32 * 1024;
  private static final int SLICES_IN_A_TURN = 4;

  private final Context context = Vertx.currentContext();
  private final HttpServerResponse response;
  private final Buffer body;
  private int written;
  private boolean ending;
  // Null once it was called.
  private Runnable done;

  /**
   * @param response with the length of the body in its head
   */
  SlicedWrite(HttpServerResponse response, Buffer body) {
    this.response = response;
    this.body = body;
  }

  /**
   * @param ended called once, when the body was written or the client has disconnected
   */
  void write(Runnable ended) {
    done = ended;
    response.closeHandler(closed -> end());
    response.drainHandler(writable -> next());
    next();
  }

  private void next() {
    for (int i = 0; i < SLICES_IN_A_TURN && mayWrite(); i++) {
      Buffer slice = body.slice(written, Math.min(body.length(), written + SLICE));
      written += slice.length();
      if (written < body.length()) {
        response.write(slice);
      } else {
        ending = true;
        response.end(slice).onComplete(sent -> end());
      }
    }
    if (mayWrite()) {
      context.runOnContext(turn -> next());
    }
  }

  private boolean mayWrite() {
    return done != null && !ending && !response.writeQueueFull();
  }

  private void end() {
    if (done != null) {
      Runnable once = done;
      done = null;
      once.run();
    }
  }
}
