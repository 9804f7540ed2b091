package dev.tickgate.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tickgate.config.Settings.Setting;
import dev.tickgate.event.Channel;
import dev.tickgate.event.EventSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The channels of events and how they are delivered, of the group {@code events}. */
final class EventsReader {
  private static final String CHANNELS = "events.channels";
  private static final Set<String> KEYS = Set.of("name", "types", "idsOnly");
  private static final String NAME = "[a-z][a-z0-9_-]{0,63}";
  private static final String TYPE = "[A-Z][A-Z0-9_]{0,63}";

  private final Setting channels;
  private final SettingReader reader;
  private final Map<String, String> channelOfType = new HashMap<>();
  private final List<Channel> read = new ArrayList<>();

  EventsReader(Setting channels, SettingReader reader) {
    this.channels = channels;
    this.reader = reader;
  }

  EventSettings read() {
    if (!channels.value().isArray()) {
      reader.error(CHANNELS, "not a list of channels");
    } else {
      for (int i = 0; i < channels.value().size(); i++) {
        channel(CHANNELS + "[" + i + "]", channels.value().get(i));
      }
    }
    return new EventSettings(
        reader.bool("events.realtime.enabled"),
        read,
        reader.duration("events.batch.window", Duration.ZERO, Duration.ofSeconds(10)),
        reader.duration(
            "events.realtime.heartbeat", Duration.ofSeconds(1), Duration.ofMinutes(10)));
  }

  private void channel(String path, JsonNode node) {
    String name = node.path("name").asText();
    JsonNode idsOnly = node.path("idsOnly");
    List<String> broken = broken(node, name, idsOnly);
    if (!broken.isEmpty()) {
      error(
          path,
          "not {name: orders, types: [ORDER_RECEIVED], idsOnly: false}: "
              + String.join("; ", broken));
      return;
    }
    if (read.stream().anyMatch(other -> other.name().equals(name))) {
      error(path, "another entry is for the channel " + name);
    }
    read.add(new Channel(name, types(path, name, node.path("types")), idsOnly.asBoolean()));
  }

  /** The rules that an entry breaks. */
  private static List<String> broken(JsonNode node, String name, JsonNode idsOnly) {
    if (!node.isObject()) {
      return List.of("the entry is no object");
    }
    List<String> broken = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!KEYS.contains(field.getKey())) {
        broken.add("there is no key " + field.getKey());
      }
    }
    if (!name.matches(NAME)) {
      broken.add("name must be 1 to 64 of a-z, 0-9, _ and -, beginning with a letter");
    }
    if (!node.path("types").isArray()) {
      broken.add("types must be a list");
    }
    if (!idsOnly.isMissingNode() && !idsOnly.isBoolean()) {
      broken.add("idsOnly must be true or false");
    }
    return broken;
  }

  private List<String> types(String path, String channel, JsonNode node) {
    List<String> types = new ArrayList<>();
    for (JsonNode item : node) {
      String type = item.asText();
      String other = channelOfType.putIfAbsent(type, channel);
      if (!item.isTextual() || !type.matches(TYPE)) {
        error(path + ".types", "\"%s\" is not a type (like ORDER_RECEIVED)".formatted(type));
      } else if (other != null) {
        error(path + ".types", "%s is a type of the channel %s already".formatted(type, other));
      } else {
        types.add(type);
      }
    }
    if (node.isEmpty()) {
      error(path + ".types", "a channel needs at least one type");
    }
    return types;
  }

  private void error(String path, String what) {
    reader.error(CHANNELS, path + ": " + what);
  }
}
