package dev.tickgate;

import io.vertx.core.Future;

/** The program with a node that says when it starts and stops, and does nothing else. */
final class SleepyMain {
  private SleepyMain() {}

  public static void main(String[] arguments) {
    Main.main(
        arguments,
        config -> {
          System.out.println("started");
          return Future.succeededFuture(
              () -> {
                System.out.println("closed");
                return Future.succeededFuture();
              });
        });
  }
}
