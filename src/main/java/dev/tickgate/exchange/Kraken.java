package dev.tickgate.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The protocol of Kraken, version 2. A topic cannot contain the slash of a pair: {@code BTC_USD}
 * stands for BTC/USD. The streams are {@code <pair>@<channel>}, such as {@code BTC_USD@trade}.
 */
final class Kraken implements Venue {
  private static final String PAIR = "[A-Za-z0-9.]{1,20}_[A-Z0-9]{2,10}";
  private static final String TICKER = "ticker";
  private static final List<String> CHANNELS = List.of(TICKER, "trade", "book", "ohlc");
  private static final Names NAMES = Names.of(PAIR, PAIR + "@(" + String.join("|", CHANNELS) + ")");
  // The exchange closes a connection without traffic after 60 s, and sends a heartbeat each second.
  private static final Limits LIMITS =
      new Limits(
          Duration.ofMillis(200),
          Duration.ofSeconds(5),
          1_000,
          Duration.ofSeconds(10),
          Duration.ofSeconds(25),
          Duration.ofDays(365));
  private static final int PAIRS_OF_A_COMMAND = 50;

  @Override
  public String name() {
    return "kraken";
  }

  @Override
  public URI endpoint(URI base) {
    return base.resolve("/v2");
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
  public Conversation open() {
    return new Channels();
  }

  private static String stream(Subject subject) {
    return subject.stream("@" + TICKER);
  }

  private static String stream(JsonNode pair, String channel) {
    return pair.asText().replace('/', '_') + "@" + channel;
  }

  private static String channel(String stream) {
    return stream.substring(stream.indexOf('@') + 1);
  }

  /** The channels of one connection. */
  private static final class Channels implements Conversation {
    private final StreamSubjects subjects = new StreamSubjects(Kraken::stream);
    private MarketStatus system = MarketStatus.OPEN;
    private long commands;

    @Override
    public List<Command> subscribe(Set<Subject> more) {
      return commands("subscribe", subjects.add(more));
    }

    @Override
    public List<Command> unsubscribe(Set<Subject> fewer) {
      return commands("unsubscribe", subjects.remove(fewer));
    }

    private List<Command> commands(String method, Map<String, Set<Subject>> streams) {
      Map<String, Map<String, Set<Subject>>> byChannel = new LinkedHashMap<>();
      streams.forEach(
          (stream, concerned) ->
              byChannel
                  .computeIfAbsent(channel(stream), none -> new LinkedHashMap<>())
                  .put(stream, concerned));
      List<Command> made = new ArrayList<>();
      byChannel.forEach(
          (channel, some) ->
              StreamSubjects.split(some, PAIRS_OF_A_COMMAND)
                  .forEach(
                      part ->
                          made.add(
                              new Command(
                                  frame(method, channel, part.keySet()),
                                  StreamSubjects.all(part)))));
      return made;
    }

    // The names of streams need no escaping.
    private String frame(String method, String channel, Set<String> streams) {
      commands++;
      List<String> pairs =
          streams.stream()
              .map(stream -> stream.substring(0, stream.indexOf('@')).replace('_', '/'))
              .toList();
      String trigger = channel.equals(TICKER) ? ",\"event_trigger\":\"bbo\"" : "";
      return "{\"method\":\"%s\",\"params\":{\"channel\":\"%s\",\"symbol\":[\"%s\"]%s},\"req_id\":%d}"
          .formatted(method, channel, String.join("\",\"", pairs), trigger, id(channel));
    }

    // The id contains the channel, because errors name the pair only.
    private long id(String channel) {
      return commands * CHANNELS.size() + CHANNELS.indexOf(channel);
    }

    private static String channelOf(long id) {
      return CHANNELS.get(Math.floorMod(id, CHANNELS.size()));
    }

    @Override
    public Optional<String> ping() {
      return Optional.of("{\"method\":\"ping\"}");
    }

    @Override
    public void received(String frame, Receiver to) {
      JsonNode node = FrameReader.read(frame);
      String channel = node.path("channel").asText();
      if (node.path("method").isTextual()) {
        answered(node, to);
      } else if (channel.equals("status")) {
        status(node.path("data").path(0).path("system").asText(), to);
      } else if (!channel.isEmpty() && node.path("data").isArray()) {
        data(channel, node.path("data"), frame, to);
      } else if (!channel.equals("heartbeat")) {
        to.unknown();
      }
    }

    private void answered(JsonNode node, Receiver to) {
      String method = node.path("method").textValue();
      if (node.path("success").asBoolean()) {
        JsonNode result = node.path("result");
        if (method.equals("subscribe")) {
          String channel = result.path("channel").asText();
          subjects.of(stream(result.path("symbol"), channel)).forEach(to::accepted);
        }
      } else if (node.has("error")) {
        refused(node, method, to);
      } else if (!method.equals("pong")) {
        to.unknown();
      }
    }

    private void refused(JsonNode node, String method, Receiver to) {
      String channel = channelOf(node.path("req_id").asLong());
      Set<Subject> concerned = subjects.of(stream(node.path("symbol"), channel));
      String error = node.path("error").asText();
      boolean hasLeft = concerned.isEmpty() && !node.path("symbol").asText().isEmpty();
      if (hasLeft) {
        return;
      }
      if (error.equals("Already subscribed")) {
        concerned.forEach(to::accepted);
      } else if (!method.equals("unsubscribe")) {
        to.refused(new Refusal(concerned, "", error, error.contains("rate")));
      }
    }

    private void status(String name, Receiver to) {
      system =
          switch (name) {
            case "online", "limit_only" -> MarketStatus.OPEN;
            case "maintenance" -> MarketStatus.MAINTENANCE;
            // The exchange matches no orders in the other states, such as cancel_only and
            // post_only.
            default -> MarketStatus.CLOSE;
          };
      to.status(system);
    }

    private void data(String channel, JsonNode data, String frame, Receiver to) {
      Set<Subject> written = new LinkedHashSet<>();
      for (JsonNode entry : data) {
        for (Subject subject : subjects.of(stream(entry.path("symbol"), channel))) {
          if (subject.kind() == Subject.Kind.QUOTES) {
            quote(subject, entry, to);
          } else if (written.add(subject)) {
            to.frame(subject, frame, sequence(data));
          }
        }
      }
    }

    /** The id of the last trade; other channels have no sequence number. */
    private static long sequence(JsonNode data) {
      return data.path(data.size() - 1).path("trade_id").asLong(-1);
    }

    private void quote(Subject subject, JsonNode entry, Receiver to) {
      FrameReader.quote(
              subject.name(),
              entry.path("bid"),
              entry.path("ask"),
              FrameReader.time(entry.path("timestamp")),
              -1,
              system)
          .ifPresentOrElse(to::quote, to::unknown);
    }
  }
}
