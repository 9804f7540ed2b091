package dev.tickgate.node;

import dev.tickgate.bus.PayloadRules;
import dev.tickgate.config.Config;
import dev.tickgate.event.EventSchemas;
import dev.tickgate.room.RoomRules;
import java.time.InstantSource;

/** The rules for the payloads of publishers, by the configuration. */
final class PublishingRules {
  private PublishingRules() {}

  static PayloadRules of(Config config) {
    PayloadRules events = new EventSchemas(config.realtime().channels(), InstantSource.system());
    return config.rooms().isPresent() ? events.and(new RoomRules(InstantSource.system())) : events;
  }
}
