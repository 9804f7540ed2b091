package dev.tickgate.lead;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.LeaseRequest;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spreads the leases of a group over the processes. Once per lease length it reads the owners of
 * the leases. A process with at least two leases fewer than another one requests a lease from it.
 * The other process frees at most one lease per lease length. Confined to its event loop, except
 * {@link LeaseGroup}.
 *
 * <pre>
 *   process with fewer ── asks for a feed ──▶ process with more ── stops, frees the lease ──▶ row
 *         ▲                                                                                    │
 *         └───────────────────────── NOTIFY: takes the lease first, as it leads fewer ─────────┘
 * </pre>
 */
public final class LeaseBalance extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseBalance.class);
  private static final String OWNERS =
      "select name, owner from tickgate.feed where name = any($1) and owner <> ''";
  private static final Duration ANSWER = Duration.ofSeconds(2);

  private final LeaseGroup group;
  private final Map<String, LeaderVerticle> leaders;
  private final Coordination coordination;
  private final Bus bus;
  private final Owner owner;
  private final Duration lease;
  private final LongSupplier nanos;
  private boolean looking;
  private boolean hasGiven;
  private long given;

  /**
   * @param leaders of this process, by the names of their feeds
   * @param nanos a clock like {@code System::nanoTime}
   */
  public LeaseBalance(
      LeaseGroup group,
      Map<String, LeaderVerticle> leaders,
      Coordination coordination,
      Bus bus,
      Owner owner,
      Duration lease,
      LongSupplier nanos) {
    this.group = group;
    this.leaders = Map.copyOf(leaders);
    this.coordination = coordination;
    this.bus = bus;
    this.owner = owner;
    this.lease = lease;
    this.nanos = nanos;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(lease.toMillis(), now -> look());
    return bus.leases().answer(owner.node(), this::gives);
  }

  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    coordination
        .pool()
        .preparedQuery(OWNERS)
        .execute(Tuple.of((Object) leaders.keySet().toArray(String[]::new)))
        .compose(
            rows -> {
              Map<String, String> owners = new HashMap<>();
              rows.forEach(row -> owners.put(row.getString("name"), row.getString("owner")));
              return balance(owners);
            })
        // The next look repeats a request that was not granted; the elections report a database
        // that does not answer.
        .onComplete(done -> looking = false);
  }

  private Future<Void> balance(Map<String, String> owners) {
    // Leases of processes that have left are taken by the elections.
    owners.values().removeIf(leader -> !owner.members().test(leader));
    return FairShare.due(owner.node(), owners)
        .filter(feed -> leaders.get(feed).problem().isEmpty())
        .map(feed -> ask(feed, owners.get(feed)))
        .orElseGet(Future::succeededFuture);
  }

  private Future<Void> ask(String feed, String leader) {
    LeaseRequest request = new LeaseRequest(feed, owner.node(), group.size());
    return bus.leases().ask(leader, request, ANSWER).mapEmpty();
  }

  private boolean gives(LeaseRequest request) {
    LeaderVerticle leader = leaders.get(request.feed());
    boolean calm = !hasGiven || nanos.getAsLong() - given >= lease.toNanos();
    if (leader == null || !calm || !FairShare.gives(group.size(), request.leads())) {
      return false;
    }
    hasGiven = true;
    given = nanos.getAsLong();
    LOG.atInfo()
        .addKeyValue("feed", request.feed())
        .addKeyValue("leads", group.size())
        .addKeyValue("to", request.node())
        .addKeyValue("to_leads", request.leads())
        .log("feed.lease_handed_over");
    leader.handOver();
    return true;
  }
}
