package dev.tickgate.cli;

import dev.tickgate.feed.TableCheck.Level;
import dev.tickgate.ops.FailureText;
import dev.tickgate.relay.RelayCheck;
import dev.tickgate.relay.RelayCheck.Found;
import dev.tickgate.relay.RelaySettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Checks whether the systems of the relays answer. */
record RelayConnections(RelaySettings relays, Vertx vertx, CheckReport report) {
  Future<Void> check() {
    return kafka().compose(done -> redis());
  }

  private Future<Void> kafka() {
    return relays
        .kafka()
        .map(used -> answers("kafka", used.servers(), RelayCheck.kafka(vertx, used)))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> redis() {
    return relays
        .redis()
        .map(used -> answers("redis", RelayCheck.address(used), RelayCheck.redis(vertx, used)))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> answers(String name, String address, Future<Found> asked) {
    String key = "relays." + name + ".url";
    return asked
        .onSuccess(
            found -> {
              report.add(key, Level.OK, found.server());
              found
                  .missing()
                  .forEach(topic -> report.add("relays." + name, Level.WARNING, absent(topic)));
            })
        .<Void>mapEmpty()
        .recover(
            failure -> {
              report.add(
                  key, Level.ERROR, "no answer from " + address + ": " + FailureText.of(failure));
              return Future.succeededFuture();
            });
  }

  private static String absent(String topic) {
    return "the broker has no topic %s yet".formatted(topic);
  }
}
