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
  // The registrations of this node by address, without those that were removed.
  private final Map<String, Set<RegistrationInfo>> own = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile long pause;
  private volatile long timer;
  // Used by the look only: nodes with registrations that are not members, in this look and the
  // former one.
  private Set<String> strangers = new HashSet<>();
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
  }

  RegistrationReconciler(Vertx vertx, Source source) {
    this.vertx = vertx;
    this.source = source;
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
      change.accept(
          own.computeIfAbsent(address, none -> ConcurrentHashMap.newKeySet()), registration);
    }
  }

  /** Called when members joined or left. */
  void restless() {
    pause = FIRST_PAUSE;
    // The next look may be far away, because the pauses grow after a change.
    if (looking.compareAndSet(false, true) || vertx.cancelTimer(timer)) {
      lookIn(FIRST_PAUSE);
    }
  }

  private void lookIn(long millis) {
    timer = vertx.setTimer(millis, now -> begin());
  }

  private void begin() {
    strangers = new HashSet<>();
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
    strangers.add(node);
    return !before.contains(node);
  }

  private void end() {
    before = strangers;
    long next = pause;
    if (next <= LAST_PAUSE) {
      pause = next * 2;
      lookIn(next);
    } else {
      looking.set(false);
      if (pause <= LAST_PAUSE) {
        restless();
      }
    }
  }
}
