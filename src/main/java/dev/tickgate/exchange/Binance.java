package dev.tickgate.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The combined streams of Binance Spot. Quotes come from {@code <symbol>@bookTicker}, which has no
 * time of the exchange.
 */
final class Binance implements Venue {
  private static final Names NAMES =
      Names.of("[A-Z0-9]{2,30}", "[a-z0-9]{2,30}@[A-Za-z0-9_@:.-]{1,60}");
  private static final String BOOK_TICKER = "@bookTicker";
  private static final String SHUTDOWN = "serverShutdown";
  // The exchange allows 5 messages a second, and counts the pongs of a client.
  private static final Limits LIMITS =
      new Limits(
          Duration.ofMillis(300),
          Duration.ofSeconds(5),
          1_024,
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          Duration.ofHours(24).minusMinutes(10));
  private static final int STREAMS_OF_A_COMMAND = 100;
  // By type of stream, the field with the sequence number of a frame.
  private static final Map<String, String> SEQUENCES =
      Map.of("trade", "t", "aggTrade", "a", "bookTicker", "u", "depth", "u");

  @Override
  public String name() {
    return "binance";
  }

  @Override
  public URI endpoint(URI base) {
    return base.resolve("/stream");
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public Names names() {
    return NAMES;
  }

  @Override
  public boolean isDense(Subject subject) {
    return subject.name().endsWith("@trade") || subject.name().endsWith("@aggTrade");
  }

  @Override
  public Conversation open() {
    return new Streams();
  }

  private static String stream(Subject subject) {
    return subject.kind() == Subject.Kind.QUOTES
        ? subject.name().toLowerCase(Locale.ROOT) + BOOK_TICKER
        : subject.name();
  }

  /** The streams of one connection, and the commands that the exchange has not answered. */
  private static final class Streams implements Conversation {
    private final StreamSubjects subjects = new StreamSubjects(Binance::stream);
    // By the id of the command. It has subscribed subjects only, which bounds its size.
    private final Map<Long, Set<Subject>> unanswered = new HashMap<>();
    private long id;

    @Override
    public List<Command> subscribe(Set<Subject> more) {
      return commands("SUBSCRIBE", subjects.add(more));
    }

    @Override
    public List<Command> unsubscribe(Set<Subject> fewer) {
      unanswered.values().forEach(concerned -> concerned.removeAll(fewer));
      unanswered.values().removeIf(Set::isEmpty);
      return commands("UNSUBSCRIBE", subjects.remove(fewer));
    }

    private List<Command> commands(String method, Map<String, Set<Subject>> streams) {
      List<Command> commands = new ArrayList<>();
      for (Map<String, Set<Subject>> part : StreamSubjects.split(streams, STREAMS_OF_A_COMMAND)) {
        id++;
        Set<Subject> concerned = StreamSubjects.all(part);
        if (!concerned.isEmpty()) {
          unanswered.put(id, concerned);
        }
        commands.add(new Command(frame(method, part.keySet()), concerned));
      }
      return commands;
    }

    // The names of streams need no escaping.
    private String frame(String method, Set<String> streams) {
      return "{\"method\":\"%s\",\"params\":[\"%s\"],\"id\":%d}"
          .formatted(method, String.join("\",\"", streams), id);
    }

    @Override
    public void received(String frame, Receiver to) {
      JsonNode node = FrameReader.read(frame);
      String stream = node.path("stream").asText();
      if (stream.equals("!" + SHUTDOWN) || node.path("e").asText().equals(SHUTDOWN)) {
        to.goingAway();
      } else if (!stream.isEmpty() && node.path("data").isObject()) {
        data(stream, node.path("data"), frame, to);
      } else if (node.has("code") || node.has("error")) {
        refused(node, to);
      } else if (node.has("result")) {
        answered(node).forEach(to::accepted);
      } else {
        to.unknown();
      }
    }

    private Set<Subject> answered(JsonNode node) {
      Set<Subject> concerned = unanswered.remove(node.path("id").asLong());
      return concerned == null ? Set.of() : concerned;
    }

    private void refused(JsonNode node, Receiver to) {
      JsonNode error = node.has("error") ? node.path("error") : node;
      Set<Subject> concerned = answered(node);
      // An error with an id and without subjects is about subjects that have been unsubscribed.
      if (!concerned.isEmpty() || !node.path("id").isNumber()) {
        to.refused(
            new Refusal(concerned, error.path("code").asText(), error.path("msg").asText(), false));
      }
    }

    private void data(String stream, JsonNode data, String frame, Receiver to) {
      // Frames that arrive after the command to unsubscribe have no subject.
      Set<Subject> concerned = subjects.of(stream);
      long sequence = sequence(stream, data);
      for (Subject subject : concerned) {
        if (subject.kind() == Subject.Kind.FRAMES) {
          FrameReader.member(frame, "data").ifPresent(text -> to.frame(subject, text, sequence));
        } else {
          quote(subject, data, sequence, to);
        }
      }
    }

    private static long sequence(String stream, JsonNode data) {
      String kind = stream.substring(stream.indexOf('@') + 1).split("@", 2)[0];
      return data.path(SEQUENCES.getOrDefault(kind, "")).asLong(-1);
    }

    private static void quote(Subject subject, JsonNode data, long sequence, Receiver to) {
      FrameReader.quote(
              subject.name(),
              data.path("b"),
              data.path("a"),
              Optional.empty(),
              sequence,
              MarketStatus.OPEN)
          .ifPresentOrElse(to::quote, to::unknown);
    }
  }
}
