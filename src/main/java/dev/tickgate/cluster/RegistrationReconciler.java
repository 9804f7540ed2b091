package dev.tickgate.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the registrations again for half a minute after members joined or left. When two parts of a
 * cluster merge, so do their registrations, and registrations that were removed meanwhile may
 * return. Questions to them get no answer. Each node removes such registrations of its own, and
 * those of nodes that left.
 *
 * <p>Any thread may call. One look runs at a time, and reads one address after the other, so that a
 * member that hangs blocks only one thread.
 */
final class RegistrationReconciler {
  private static final Logger LOG = LoggerFactory.getLogger(RegistrationReconciler.class);
  private static final long FIRST_PAUSE = 1_000;
  private static final long LAST_PAUSE = 16_000;

  private final Vertx vertx;
  private final Source source;
  private final long firstPause;
  private final long lastPause;
  // The registrations of this node by address, without those that were removed. Looks read an
  // address whose registrations were all removed until they have followed a join: the part of the
  // cluster that joins may bring a registration back.
  private final Map<String, Set<RegistrationInfo>> own = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  // Whether the looks follow a join.
  private volatile boolean joined;
  private volatile long pause;
  private volatile long timer;
  // Used by the look only: nodes with registrations that are not members, in this look and the
  // former one.
  private Set<String> unknownNodes = new HashSet<>();
  private Set<String> before = Set.of();

  /** Gives access to the registrations. */
  interface Source {
    /** The addresses that this node has queried. */
    Set<String> asked();

    void look(String address, Completable<List<RegistrationInfo>> answer);

    String nodeId();

    /** Whether this node is a member; otherwise nothing can be queried. */
    boolean isActive();

    /** The nodes that are members. */
    List<String> nodes();

    void takeOff(String address, RegistrationInfo registration);

    /** Removes the address from those that were queried, if it has no registrations. */
    void forget(String address);
  }

  RegistrationReconciler(Vertx vertx, Source source) {
    this(vertx, source, FIRST_PAUSE, LAST_PAUSE);
  }

  /**
   * @param firstPause the milliseconds from a change to the first look; each further pause is twice
   *     as long
   * @param lastPause the milliseconds before the last look
   */
  RegistrationReconciler(Vertx vertx, Source source, long firstPause, long lastPause) {
    this.vertx = vertx;
    this.source = source;
    this.firstPause = firstPause;
    this.lastPause = lastPause;
  }

  void registered(String address, RegistrationInfo registration) {
    change(address, registration, Set::add);
  }

  void unregistered(String address, RegistrationInfo registration) {
    change(address, registration, Set::remove);
  }

  private void change(
      String address,
      RegistrationInfo registration,
      BiConsumer<Set<RegistrationInfo>, RegistrationInfo> change) {
    if (!registration.localOnly()) {
      own.compute(
          address,
          (same, known) -> {
            Set<RegistrationInfo> changed = known == null ? ConcurrentHashMap.newKeySet() : known;
            change.accept(changed, registration);
            return changed;
          });
    }
  }

  /** Called when a member joined, or when this part of the cluster merged with another. */
  void joined() {
    lookSoon();
    // Set after the pause, which end() reads later.
    joined = true;
  }

  /** Called when a member left. */
  void left() {
    lookSoon();
  }

  private void lookSoon() {
    pause = firstPause;
    // The next look may be far away, because the pauses grow after a change.
    if (looking.compareAndSet(false, true) || vertx.cancelTimer(timer)) {
      lookIn(firstPause);
    }
  }

  private void lookIn(long millis) {
    timer = vertx.setTimer(millis, now -> begin());
  }

  private void begin() {
    unknownNodes = new HashSet<>();
    Set<String> addresses = new HashSet<>(source.asked());
    addresses.addAll(own.keySet());
    next(addresses.iterator());
  }

  private void next(Iterator<String> addresses) {
    if (!source.isActive()) {
      return;
    }
    if (!addresses.hasNext()) {
      end();
      return;
    }
    String address = addresses.next();
    source.look(
        address,
        (found, failure) -> {
          if (failure == null) {
            judge(address, found);
          }
          next(addresses);
        });
  }

  private void judge(String address, List<RegistrationInfo> found) {
    List<String> members = source.nodes();
    for (RegistrationInfo one : found) {
      boolean leftOver =
          one.nodeId().equals(source.nodeId())
              ? !one.localOnly() && !own.getOrDefault(address, Set.of()).contains(one)
              : !members.contains(one.nodeId()) && !isNewcomer(one.nodeId());
      if (leftOver) {
        LOG.atInfo()
            .addKeyValue("address", address)
            .addKeyValue("node", one.nodeId())
            .log("cluster.registration_removed");
        source.takeOff(address, one);
      }
    }
  }

  // A new node may have registrations before this node receives it as a member.
  private boolean isNewcomer(String node) {
    unknownNodes.add(node);
    return !before.contains(node);
  }

  private void end() {
    before = unknownNodes;
    long next = pause;
    if (next <= lastPause) {
      pause = next * 2;
      lookIn(next);
      return;
    }
    boolean followed = joined;
    looking.set(false);
    if (pause <= lastPause) {
      lookSoon();
    } else if (followed) {
      joined = false;
      own.keySet().forEach(this::forgetIfRemoved);
    }
  }

  private void forgetIfRemoved(String address) {
    boolean removed =
        own.computeIfPresent(address, (same, known) -> known.isEmpty() ? null : known) == null;
    if (removed) {
      source.forget(address);
    }
  }
}
