package dev.tickgate.event;

import dev.tickgate.stream.Position;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The events of a channel that a client has: all up to an offset, and those of some types up to a
 * later one. The latter exist because a batch of one type may be sent before older events of
 * another. On the wire it is {@code 7.19}, or {@code 7.19+PRICE_CHANGE:25} where the client has the
 * price changes up to offset 25.
 *
 * @param all the position up to which the client has all events
 * @param ahead by type, the offset up to which it has the events of that type, greater than {@code
 *     all}
 */
record ChannelPosition(Position all, Map<String, Long> ahead) {
  private static final Pattern AHEAD = Pattern.compile("(|" + Event.TYPE + "):([1-9][0-9]{0,15})");

  ChannelPosition {
    ahead = Map.copyOf(ahead);
  }

  static ChannelPosition at(Position all) {
    return new ChannelPosition(all, Map.of());
  }

  /** Parses a position; empty where the text is not one. */
  static Optional<ChannelPosition> parse(String text) {
    String[] parts = text.split("\\+", -1);
    Optional<Position> all = Position.parse(parts[0]);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Long> ahead = new TreeMap<>();
    for (int i = 1; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      if (!AHEAD.matcher(parts[i]).matches()) {
        return Optional.empty();
      }
      ahead.put(parts[i].substring(0, colon), Long.parseLong(parts[i].substring(colon + 1)));
    }
    return Optional.of(new ChannelPosition(all.get(), ahead).reached(all.get()));
  }

  /** Whether the client has that event. */
  boolean has(String type, long offset) {
    return offset <= all.offset() || offset <= ahead.getOrDefault(type, 0L);
  }

  /** The position of the same client after it has received all events up to that position. */
  ChannelPosition reached(Position position) {
    return new ChannelPosition(
        position,
        ahead.entrySet().stream()
            .filter(type -> type.getValue() > position.offset())
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(all.toString());
    new TreeMap<>(ahead)
        .forEach((type, offset) -> text.append('+').append(type).append(':').append(offset));
    return text.toString();
  }
}
