package dev.tickgate.bus;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.Predicate;

/** Requests for leases between two processes. Any thread may call. */
public record LeaseRequests(NodeMessages nodes) {
  private static final String SUBJECT = "lease.";

  /**
   * Answers the requests to a process, on its context.
   *
   * @param node the process
   * @param answer returns whether the process gives up the lease
   * @return completes when every node has the registration
   */
  public Future<Bus.Registration> answer(String node, Predicate<LeaseRequest> answer) {
    return nodes.answer(
        SUBJECT + node,
        body -> {
          LeaseRequest request =
              new LeaseRequest(
                  body.getString("feed"), body.getString("node"), body.getInteger("leads"));
          return Future.succeededFuture(new JsonObject().put("gives", answer.test(request)));
        });
  }

  /**
   * Asks a process for a lease.
   *
   * @param node the process that leads the feed
   * @return whether the process gives up the lease; failed where it did not answer in time
   */
  public Future<Boolean> ask(String node, LeaseRequest request, Duration timeout) {
    JsonObject body =
        new JsonObject()
            .put("feed", request.feed())
            .put("node", request.node())
            .put("leads", request.leads());
    return nodes.ask(SUBJECT + node, body, timeout).map(answer -> answer.getBoolean("gives"));
  }
}
