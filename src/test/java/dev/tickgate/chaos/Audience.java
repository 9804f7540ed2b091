package dev.tickgate.chaos;

import dev.tickgate.chaos.Note.Broken;
import dev.tickgate.protocol.CloseCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The clients of some channels, and how far they are. */
record Audience(Site site, List<? extends Channel> channels, List<Client> clients) {
  private static final Duration SETTLED = Patience.ofSeconds(45);

  /**
   * Returns when each client that reads has had something of each channel since then, or in vain.
   */
  void awaitFlow(long since, Duration limit) {
    try {
      Awaitility.await()
          .atMost(limit)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> clients.stream().filter(c -> !c.isSlow()).allMatch(c -> heard(c, since)));
    } catch (ConditionTimeoutException e) {
      // The promptness of each is judged afterwards.
    }
  }

  private boolean heard(Client client, long since) {
    return channels.stream()
        .filter(client::hears)
        .allMatch(channel -> client.lastTick(channel) >= since);
  }

  /** Once the writing has ended, waits until every client has everything; says how that went. */
  String settle() throws SQLException {
    clients.forEach(Client::calm);
    long from = System.nanoTime();
    try {
      Awaitility.await()
          .atMost(SETTLED)
          .pollInterval(Duration.ofMillis(400))
          .until(this::allHaveEverything);
      return "settled after %d ms".formatted((System.nanoTime() - from) / 1_000_000);
    } catch (ConditionTimeoutException e) {
      return "did not settle within " + SETTLED + ": " + behind();
    }
  }

  private boolean allHaveEverything() {
    try {
      for (Channel channel : channels) {
        site.archive(channel).read(site.database().sql());
        if (!behindOf(channel).isEmpty()
            || !site.archive(channel).isComplete(site.database().sql())) {
          return false;
        }
      }
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private List<String> behind() throws SQLException {
    List<String> behind = new ArrayList<>();
    for (Channel channel : channels) {
      Archive archive = site.archive(channel);
      boolean complete = archive.isComplete(site.database().sql());
      behind.add(archive + (complete ? " has all rows" : " has not all rows"));
      behindOf(channel).forEach(client -> behind.add(client + " " + client.reached(channel)));
    }
    return behind;
  }

  private List<Client> behindOf(Channel channel) {
    return clients.stream()
        .filter(client -> client.hears(channel))
        .filter(client -> !site.archive(channel).isAt(client.reached(channel)))
        .toList();
  }

  /** The connections whose client read the code 4008 of the gateway that closed them. */
  long closedAsSlow() {
    String code = Integer.toString(CloseCode.SLOW.number());
    return recordings(channels.get(0)).stream()
        .flatMap(recording -> recording.notes().stream())
        .filter(note -> note instanceof Broken broken && broken.reason().contains(code))
        .count();
  }

  List<Recording> recordings(Channel channel) {
    return clients.stream().filter(c -> c.hears(channel)).map(c -> c.recording(channel)).toList();
  }

  /** The notes about one channel of all clients that read at once. */
  List<Recording> readers(Channel channel) {
    return recordings(channel).stream().filter(recording -> !recording.slow()).toList();
  }
}
