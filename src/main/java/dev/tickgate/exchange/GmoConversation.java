package dev.tickgate.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The protocol of both exchanges of GMO Coin. Each stream has a command of its own, which the
 * exchange does not answer. Errors do not name their command. The first frame of a stream confirms
 * the subscription.
 */
final class GmoConversation implements Conversation {
  static final String PATH = "/ws/public/v1";
  // The exchange allows one command a second for all connections of an address, and refuses a
  // command that arrives early. It closes a connection without traffic after 60 s.
  static final Limits LIMITS =
      new Limits(
          Duration.ofMillis(1_100),
          Duration.ofSeconds(2),
          1_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(25),
          Duration.ofDays(365));
  private static final String TICKER = "ticker";
  private static final String TOO_MANY = "ERR-5003";
  private static final Set<String> MAINTENANCE = Set.of("ERR-5201", "ERR-5202");

  private final StreamSubjects subjects = new StreamSubjects(GmoConversation::stream);
  private final Set<Subject> accepted = new HashSet<>();

  /** {@code <symbol>@<channel>}. */
  private static String stream(Subject subject) {
    return subject.stream("@" + TICKER);
  }

  @Override
  public List<Command> subscribe(Set<Subject> more) {
    return subjects.add(more).entrySet().stream()
        .map(stream -> new Command(frame("subscribe", stream.getKey()), stream.getValue()))
        .toList();
  }

  @Override
  public List<Command> unsubscribe(Set<Subject> fewer) {
    accepted.removeAll(fewer);
    return subjects.remove(fewer).keySet().stream()
        .map(stream -> new Command(frame("unsubscribe", stream)))
        .toList();
  }

  // The names of streams need no escaping.
  private static String frame(String command, String stream) {
    String[] names = stream.split("@", 2);
    return "{\"command\":\"%s\",\"channel\":\"%s\",\"symbol\":\"%s\"}"
        .formatted(command, names[1], names[0]);
  }

  @Override
  public void received(String frame, Receiver to) {
    JsonNode node = FrameReader.read(frame);
    if (node.path("error").isTextual()) {
      refused(node.path("error").textValue(), to);
    } else if (node.path("symbol").isTextual()) {
      // The quotes of GMO Coin FX do not name their channel.
      String channel = node.path("channel").asText(TICKER);
      for (Subject subject : subjects.of(node.path("symbol").textValue() + "@" + channel)) {
        data(subject, node, frame, to);
      }
    } else {
      to.unknown();
    }
  }

  private static void refused(String error, Receiver to) {
    String[] parts = error.split(" ", 2);
    String code = parts[0];
    boolean isMaintenance = MAINTENANCE.contains(code);
    if (isMaintenance) {
      to.status(MarketStatus.MAINTENANCE);
    }
    boolean isTemporary = isMaintenance || code.equals(TOO_MANY);
    to.refused(new Refusal(Set.of(), code, parts.length == 1 ? "" : parts[1], isTemporary));
  }

  private void data(Subject subject, JsonNode node, String frame, Receiver to) {
    if (subject.kind() == Subject.Kind.FRAMES) {
      accept(subject, to);
      to.frame(subject, frame, -1);
      return;
    }
    FrameReader.quote(
            subject.name(),
            node.path("bid"),
            node.path("ask"),
            FrameReader.time(node.path("timestamp")),
            -1,
            status(node))
        .ifPresentOrElse(
            quote -> {
              accept(subject, to);
              to.quote(quote);
            },
            to::unknown);
  }

  private void accept(Subject subject, Receiver to) {
    if (accepted.add(subject)) {
      to.accepted(subject);
    }
  }

  private static MarketStatus status(JsonNode node) {
    return switch (node.path("status").asText("OPEN")) {
      case "OPEN" -> MarketStatus.OPEN;
      case "MAINTENANCE" -> MarketStatus.MAINTENANCE;
      // The other values are CLOSE and PREOPEN.
      default -> MarketStatus.CLOSE;
    };
  }
}
