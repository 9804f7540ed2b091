package dev.tickgate.endpoint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The handlers of one event loop, which the mounts add. Confined to it. */
public final class CommandHandlers {
  private final Map<String, CommandHandler> byType = new HashMap<>();

  public void add(CommandHandler handler) {
    handler.types().forEach(type -> byType.put(type, handler));
  }

  Optional<CommandHandler> of(String type) {
    return Optional.ofNullable(byType.get(type));
  }
}
