package dev.tickgate.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tickgate.lead.Coordination;
import dev.tickgate.lead.DemandListener;
import dev.tickgate.lead.Draft;
import dev.tickgate.lead.FeedIdentity;
import dev.tickgate.lead.FeedSettings;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.lead.LeadershipMetrics;
import dev.tickgate.lead.Owner;
import dev.tickgate.lead.Sequencer;
import dev.tickgate.lead.Source;
import dev.tickgate.lead.SourceFactory;
import dev.tickgate.lead.SourceListener;
import dev.tickgate.lead.Term;
import dev.tickgate.lead.WriteHealth;
import dev.tickgate.stream.Topic;
import dev.tickgate.testing.DatabaseFixture;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.Promptness;
import dev.tickgate.testing.WsClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A feed in memory that works only for topics that somebody in the cluster wants. */
class DemandIT {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final FeedSettings QUICK =
      new FeedSettings(Duration.ofMillis(900), Duration.ofHours(1), Duration.ofMinutes(1));

  @Fixture private static final GatewayFixture gateway = GatewayFixture.onDemand();
  @Fixture private static final DatabaseFixture database = DatabaseFixture.create(gateway.vertx);
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Process::stop);
  }

  /** Counts up on each topic that is wanted. */
  private static final class Counter implements Source, DemandListener {
    private final Vertx vertx;
    private final Map<Topic, Integer> working;
    private Sequencer sequencer;
    private long timer;

    Counter(Vertx vertx, Map<Topic, Integer> working) {
      this.vertx = vertx;
      this.working = working;
    }

    @Override
    public void start(Sequencer leader, SourceListener listener) {
      sequencer = leader;
      timer = vertx.setPeriodic(20, now -> working.replaceAll((topic, n) -> publish(topic, n + 1)));
      listener.proven();
    }

    private int publish(Topic topic, int n) {
      String body = new JsonObject().put("type", "count").put("n", n).encode();
      sequencer.publish(List.of(new Draft(topic, "", body)));
      return n;
    }

    @Override
    public Optional<DemandListener> demand() {
      return Optional.of(this);
    }

    @Override
    public void wanted(Topic topic) {
      working.put(topic, 0);
    }

    @Override
    public void unwanted(Topic topic) {
      working.remove(topic);
    }

    @Override
    public Future<Void> quiet() {
      vertx.cancelTimer(timer);
      working.clear();
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> idle() {
      return Future.succeededFuture();
    }
  }

  /** A process that leads or stands by. */
  private static final class Process implements LeadershipMetrics {
    private final Map<Topic, Integer> working = new ConcurrentHashMap<>();
    private final DatabaseFixture connections;
    private final LeaderVerticle verticle;
    private final String deployment;
    private volatile boolean leads;

    Process(String name) {
      connections = DatabaseFixture.of(gateway.vertx, database.options());
      verticle =
          new LeaderVerticle(
              FeedIdentity.inMemory("work", "work", "tickgate.work"),
              QUICK,
              new Coordination(
                  connections.pool(), Optional.empty(), new WriteHealth(System::nanoTime)),
              gateway.bus,
              new Owner(name, "of a test", member -> true),
              this,
              this::sources);
      deployment = GatewayFixture.await(gateway.vertx.deployVerticle(verticle));
    }

    private SourceFactory sources(Vertx vertx) {
      return new SourceFactory() {
        @Override
        public List<Source> create(Term term) {
          return List.of(new Counter(vertx, working));
        }

        @Override
        public Future<Void> rehearse(Sequencer rehearsal) {
          return Future.succeededFuture();
        }
      };
    }

    @Override
    public void leading(long term) {
      leads = true;
    }

    @Override
    public void standby() {
      leads = false;
    }

    Set<String> work() {
      return Set.copyOf(working.keySet().stream().map(Topic::name).toList());
    }

    void stop() {
      GatewayFixture.await(gateway.vertx.undeploy(deployment).otherwiseEmpty());
    }

    /** As if its process lost the database, with no way to free its lease. */
    void cutOff() {
      GatewayFixture.await(connections.pool().close());
    }
  }

  private Process start(String name) {
    Process process = new Process(name);
    started.add(process);
    return process;
  }

  private static WsClient subscriber(String topic) {
    WsClient client = new WsClient(gateway.vertx, gateway.port(), "/ws");
    client.send(new JsonObject().put("type", "subscribe").put("topic", topic).encode());
    return client;
  }

  private static List<Integer> counts(WsClient client) {
    return client.messages("count").stream().map(message -> message.getInteger("n")).toList();
  }

  @Test
  void workBeginsWithTheFirstSubscriberAndEndsSomeSecondsAfterTheLast() {
    Process leader = start("a");
    await().until(() -> leader.leads);
    long left;
    try (WsClient first = subscriber("work.1")) {
      await().until(() -> counts(first).size() > 5);
      assertThat(leader.work()).containsExactly("work.1");
      try (WsClient second = subscriber("work.1")) {
        await().until(() -> counts(second).size() > 5);
      }
      assertThat(counts(first)).doesNotHaveDuplicates().isSorted();
      left = System.nanoTime();
    }
    await().until(() -> leader.work().isEmpty());
    // A machine that stands still makes it longer, never shorter.
    assertThat(Promptness.since(left)).isGreaterThanOrEqualTo(GRACE);
  }

  @Test
  void anotherNodeKeepsTheWorkGoingUntilItIsSilent() {
    Process leader = start("a");
    await().until(() -> leader.leads);
    DemandReports other = new DemandReports("work", "other", gateway.bus);
    gateway.vertx.runOnContext(on -> other.wanted(new Topic("work.2.two")));
    await().until(() -> leader.work().contains("work.2.two"));
    try (WsClient client = subscriber("work.2.two")) {
      await().until(() -> counts(client).size() > 5);
    }
    // It reports no more: it is taken for gone within 4 s, and its work ends after the grace.
    await().until(() -> leader.work().isEmpty());
  }

  @Test
  void aNewLeaderGoesOnWithAllThatIsWantedInAnEpochOfItsOwn() {
    Process first = start("a");
    await().until(() -> first.leads);
    Process second = start("b");
    try (WsClient one = subscriber("work.3");
        WsClient two = subscriber("work.3.two")) {
      await().until(() -> counts(one).size() > 5 && counts(two).size() > 5);
      first.stop();
      await().until(() -> second.leads);
      await().until(() -> second.work().equals(Set.of("work.3", "work.3.two")));
      int before = epochs(one).size();
      await().until(() -> epochs(one).stream().distinct().count() == 2);
      assertThat(before).isPositive();
      assertThat(first.work()).isEmpty();
      assertThat(epochs(two)).isSorted();
    }
  }

  private static List<Long> epochs(WsClient client) {
    return client.messages("count").stream().map(message -> message.getLong("epoch")).toList();
  }

  @Test
  void aDatabaseThatIsAwayStopsNothing() {
    Process leader = start("a");
    await().until(() -> leader.leads);
    try (WsClient client = subscriber("work.4")) {
      await().until(() -> counts(client).size() > 5);
      leader.cutOff();
      int before = counts(client).size();
      // Far longer than the lease.
      await().until(() -> counts(client).size() > before + 200);
      assertThat(client.messages("error")).isEmpty();
    }
  }

  @Test
  void aLeaderThatIsCutOffIsHeardUntilAnotherOneLeadsAndThenNoMore() {
    Process first = start("a");
    await().until(() -> first.leads);
    try (WsClient client = subscriber("work.5")) {
      await().until(() -> counts(client).size() > 5);
      first.cutOff();
      Process second = start("b");
      await().until(() -> second.leads && !second.work().isEmpty());
      await().until(() -> epochs(client).stream().distinct().count() == 2);
      int seen = epochs(client).size();
      await().until(() -> epochs(client).size() > seen + 20);
      assertThat(epochs(client)).isSorted();
    }
  }
}
