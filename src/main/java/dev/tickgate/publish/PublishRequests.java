package dev.tickgate.publish;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.PublishReply;
import dev.tickgate.bus.PublishRequest;
import dev.tickgate.lead.Draft;
import dev.tickgate.lead.Placed;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.lead.SourceListener;
import dev.tickgate.lead.Term;
import dev.tickgate.protocol.Urgency;
import dev.tickgate.stream.TopicRoutes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source of the leader: requests to publish, from all nodes. It is registered on the bus during
 * the leadership; a failed registration is repeated. Waiting drafts are bounded in characters;
 * beyond the bound a request fails, and the node repeats it. Confined to the poller's event loop.
 */
public final class PublishRequests implements Source {
  private static final Logger LOG = LoggerFactory.getLogger(PublishRequests.class);
  private static final long AGAIN_MS = 1_000;
  // The longest time that an event of low priority waits for others.
  private static final long TOGETHER_MS = 1_000;
  private static final long MOST_WAITING = 64L << 20;

  private final Vertx vertx;
  private final Bus bus;
  private final String feed;
  private final TopicRoutes routes;
  private Sequencer sequencer;
  private LowDrafts low;
  private Future<Bus.Registration> registration;
  private boolean over;
  private long waiting;

  private PublishRequests(Vertx vertx, Bus bus, String feed, TopicRoutes routes) {
    this.vertx = vertx;
    this.bus = bus;
    this.feed = feed;
    this.routes = routes;
  }

  /** Returns the factory of this source for a feed. */
  public static SourceFactory of(Vertx vertx, Bus bus, String feed, TopicRoutes routes) {
    return new SourceFactory() {
      @Override
      public List<Source> create(Term term) {
        return List.of(new PublishRequests(vertx, bus, feed, routes));
      }

      @Override
      public Future<Void> rehearse(Sequencer rehearsal) {
        return rehearsal.append(List.of(), Optional.empty()).mapEmpty();
      }
    };
  }

  @Override
  public void start(Sequencer sequencer, SourceListener listener) {
    this.sequencer = sequencer;
    this.low = new LowDrafts(vertx, TOGETHER_MS, sequencer::publish);
    register();
  }

  private void register() {
    // Does not wait for the cluster: a member that hangs may delay the registration.
    Future<Bus.Registration> asked = bus.publishing().serveNodes(feed, this::publish);
    registration = asked;
    asked.onFailure(
        cause -> {
          LOG.atWarn()
              .addKeyValue("feed", feed)
              .addKeyValue("reason", cause)
              .log("publish.registration_failed");
          vertx.setTimer(
              AGAIN_MS,
              now -> {
                if (!over) {
                  register();
                }
              });
        });
  }

  private Future<PublishReply> publish(PublishRequest request) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < request.bodies().size(); i++) {
      drafts.add(new Draft(request.topic(), "p:" + request.keyOf(i), request.bodies().get(i)));
    }
    long size = request.bodies().stream().mapToLong(String::length).sum();
    if (over || waiting + size > MOST_WAITING) {
      return Future.failedFuture(over ? "leads no more" : "too much waits");
    }
    waiting += size;
    return publish(request, drafts)
        .onComplete(done -> waiting -= size)
        .map(placed -> reply(request, placed));
  }

  private Future<List<Placed>> publish(PublishRequest request, List<Draft> drafts) {
    boolean isRanked =
        routes.of(request.topic()).filter(route -> route.policy().ranked()).isPresent();
    if (!isRanked) {
      return sequencer.publish(drafts);
    }
    List<Urgency> urgencies = request.bodies().stream().map(Urgency::of).toList();
    if (!urgencies.stream().allMatch(Urgency::isLow)) {
      return sequencer.publish(drafts, urgencies.stream().anyMatch(Urgency::isHigh));
    }
    List<Future<Placed>> places = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      places.add(low.publish(drafts.get(i), urgencies.get(i).merge()));
    }
    return Future.all(places).map(all -> places.stream().map(place -> place.result()).toList());
  }

  private static PublishReply reply(PublishRequest request, List<Placed> placed) {
    return placed.stream().allMatch(place -> place.topic().equals(request.topic()))
        ? new PublishReply.Published(placed.stream().map(Placed::position).toList())
        : new PublishReply.KeyOfAnotherTopic();
  }

  @Override
  public Future<Void> quiet() {
    over = true;
    low.end();
    Future<Bus.Registration> taken = registration;
    return taken == null
        ? Future.succeededFuture()
        : taken.compose(Bus.Registration::cancel).otherwiseEmpty();
  }

  /**
   * Completes at once: the sequencer answers waiting requests, or nodes repeat them with the next
   * leader.
   */
  @Override
  public Future<Void> idle() {
    return Future.succeededFuture();
  }
}
