package dev.tickgate.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * One thing after the other happens to two pollers and three gateways, while writers write and
 * clients of every kind listen. Nothing is lost, nothing comes twice, and how long the clients were
 * without a tick is printed. Two of them by default; {@code -Pchaos} lets all happen, and repeats
 * the takeovers for figures, as {@code -Ddisruption.rounds=} does.
 */
@Tag("alone")
class DisruptionIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String LONG_RUN = "([2-9]|\\d\\d+)";
  private static final int ROUNDS = Integer.getInteger("disruption.rounds", 1);
  private static final Duration PAUSE =
      Duration.ofSeconds(Integer.getInteger("disruption.pause", 8));
  private static final int CLIENTS = 8;
  private static final int HISTORY = 1_000;
  private static final long SEED = 1;

  private static final long START = System.nanoTime();
  private static final LongSupplier CLOCK = () -> (System.nanoTime() - START) / 1_000_000;
  private static Vertx vertx;
  private static Site site;

  private Traffic traffic;
  private String name;

  @BeforeAll
  static void open() throws Exception {
    vertx = Vertx.vertx();
    Path directory = Files.createDirectories(Path.of("target", "chaos"));
    site = Site.open(Files.createTempDirectory(directory, "disruption-"), vertx, HISTORY);
  }

  @AfterAll
  static void close() throws Exception {
    if (site != null) {
      site.close();
    }
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @BeforeEach
  void listen(TestInfo test) {
    name = test.getDisplayName();
    traffic = Traffic.start(site, CLIENTS, new Random(SEED), CLOCK, vertx);
    traffic.calm();
    awaitFlowEverywhere();
  }

  @AfterEach
  void leave() {
    traffic.close();
  }

  @Test
  @EnabledIfSystemProperty(named = "disruption.rounds", matches = LONG_RUN)
  void aLeaderThatIsKilledIsReplaced() throws Exception {
    List<Long> silences = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Member leader = site.leader();
      long at = CLOCK.getAsLong();
      leader.kill();
      awaitFlowSince(at + 1_000);
      silences.add(longestSince(at));
      leader.comeBack();
      awaitFlowEverywhere();
    }
    everybodyGotEverything(silences);
  }

  @Test
  @EnabledIfSystemProperty(named = "disruption.rounds", matches = LONG_RUN)
  void aLeaderThatStopsHandsOver() throws Exception {
    List<Long> silences = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      Member leader = site.leader();
      long at = CLOCK.getAsLong();
      leader.stopCleanly();
      awaitFlowSince(CLOCK.getAsLong());
      silences.add(longestSince(at));
      leader.comeBack();
      awaitFlowEverywhere();
    }
    everybodyGotEverything(silences);
  }

  @Test
  void aLeaderThatIsPausedIsDeposedAndPublishesNothingNew() throws Exception {
    Member leader = site.leader();
    long at = CLOCK.getAsLong();
    leader.process().pause();
    awaitFlowSince(at + PAUSE.toMillis());
    assertThat(site.leader()).isNotSameAs(leader);
    leader.process().resume();

    leader.process().awaitLine("feed.deposed", LIMIT);
    awaitFlowEverywhere();
    everybodyGotEverything(List.of(longestSince(at)));
  }

  @Test
  @EnabledIfSystemProperty(named = "disruption.rounds", matches = LONG_RUN)
  void aGatewayComesBackWhileOthersAreDead() throws Exception {
    Member first = site.gateways().get(0);
    Member second = site.gateways().get(1);
    first.kill();
    second.kill();
    long at = CLOCK.getAsLong();
    first.comeBack();
    System.out.printf("started after %d ms%n", CLOCK.getAsLong() - at);
    second.comeBack();
    awaitFlowEverywhere();
    everybodyGotEverything(List.of(longestSince(at)));
  }

  @Test
  @EnabledIfSystemProperty(named = "disruption.rounds", matches = LONG_RUN)
  void aGatewayThatIsPausedIsSoonCompleteAgain() throws Exception {
    Member gateway = site.gateways().get(0);
    gateway.process().pause();
    long at = CLOCK.getAsLong();
    awaitFlowSince(at + PAUSE.toMillis());
    long resumed = CLOCK.getAsLong();
    gateway.process().resume();

    awaitFlowEverywhere();
    System.out.printf("complete %d ms after it went on%n", CLOCK.getAsLong() - resumed);
    everybodyGotEverything(List.of(longestSince(at)));
  }

  @Test
  @EnabledIfSystemProperty(named = "disruption.rounds", matches = LONG_RUN)
  void whoStopsIsNotKeptByANeighbourThatHangs() throws Exception {
    Member leader = site.leader();
    Member standby = site.pollers().stream().filter(other -> other != leader).findAny().get();
    Member gateway = site.gateways().get(0);
    standby.process().pause();
    long at = CLOCK.getAsLong();
    gateway.stopCleanly();
    System.out.printf("stopped after %d ms%n", CLOCK.getAsLong() - at);
    standby.process().resume();
    gateway.comeBack();

    awaitFlowEverywhere();
    everybodyGotEverything(List.of(longestSince(at)));
  }

  @Test
  @EnabledIfSystemProperty(named = "disruption.rounds", matches = LONG_RUN)
  void ofAClusterInTwoPartsOnePublishesAndBothAreCompleteWhenItIsOneAgain() throws Exception {
    assumeTrue(site.canCut(), "needs network namespaces");
    inTwoParts(leader -> {}, leader -> {});
  }

  @Test
  @EnabledIfSystemProperty(named = "disruption.rounds", matches = LONG_RUN)
  void ofAClusterInTwoPartsTheOneWithTheDatabasePublishes() throws Exception {
    assumeTrue(site.canCut(), "needs network namespaces");
    inTwoParts(
        leader -> site.network().cutFromDatabase(leader.index(), true),
        leader -> site.network().cutFromDatabase(leader.index(), false));
  }

  private void inTwoParts(Consumer<Member> alsoCut, Consumer<Member> alsoHeal) throws Exception {
    Member leader = site.leader();
    List<Member> part = List.of(leader, site.gateways().get(0));
    long at = CLOCK.getAsLong();
    site.split(part, true);
    alsoCut.accept(leader);
    // Given up by the others, it loses the lease; or it cannot renew it.
    await().atMost(LIMIT).until(() -> site.leader() != leader);
    long moved = CLOCK.getAsLong();
    awaitFlowSince(moved);
    alsoHeal.accept(leader);
    site.split(part, false);

    long healed = CLOCK.getAsLong();
    awaitFlowEverywhere();
    System.out.printf(
        "another leader after %d ms, all complete %d ms after the network was%n",
        moved - at, CLOCK.getAsLong() - healed);
    everybodyGotEverything(List.of(longestSince(at)));
  }

  @Test
  void aRollingRestartIsNotNoticed() throws Exception {
    List<Long> silences = new ArrayList<>();
    List<Member> all = new ArrayList<>(site.gateways());
    all.addAll(site.pollers());
    for (Member member : all) {
      long at = CLOCK.getAsLong();
      member.stopCleanly();
      member.comeBack();
      awaitFlowEverywhere();
      silences.add(longestSince(at));
    }
    everybodyGotEverything(silences);
  }

  private void awaitFlowSince(long moment) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> traffic.flowsSince(moment));
  }

  private void awaitFlowEverywhere() {
    long now = CLOCK.getAsLong();
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> traffic.flowsEverywhereSince(now));
  }

  private long longestSince(long moment) {
    List<Long> gaps = Service.gaps(traffic.recordings(), moment, CLOCK.getAsLong());
    return gaps.get(gaps.size() - 1);
  }

  private void everybodyGotEverything(List<Long> silences) throws Exception {
    String settled = traffic.settle();
    List<Verdict> verdicts = List.copyOf(traffic.judge(List.of()).values());
    System.out.printf("%s: longest silences %s ms; %s%n", name, silences, settled);
    System.out.println("longest: " + Service.longest(traffic.recordings()));
    assertThat(verdicts).as("%s %s", settled, verdicts).allMatch(Verdict::holds);
  }
}
