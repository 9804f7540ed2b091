// Generated from src/main/resources/schemas by "npm run types".
package dev.tickgate.client;

import java.time.Instant;
import java.util.Optional;

/** An event of a room or of a user. */
public sealed interface RoomEvent {
  /**
   * The event as it is published.
   *
   * @return the text of a JSON object
   */
  String json();

  /**
   * The first session of a user has joined.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param userId {@code user_id}, a text
   */
  record PlayerJoined(Optional<Instant> timestamp, String userId) implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "player_joined");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.text("user_id", userId);
      return text.end();
    }
  }

  /**
   * The last session of a user has left.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param userId {@code user_id}, a text
   */
  record PlayerLeft(Optional<Instant> timestamp, String userId) implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "player_left");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.text("user_id", userId);
      return text.end();
    }
  }

  /**
   * An event {@code action_received}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param userId {@code user_id}, a text
   * @param action {@code action}, a text
   * @param data {@code data}, the text of a JSON object
   */
  record ActionReceived(
      Optional<Instant> timestamp, String userId, String action, Optional<String> data)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "action_received");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.text("user_id", userId);
      text.text("action", action);
      data.ifPresent(value -> text.json("data", value));
      return text.end();
    }
  }

  /**
   * An event {@code chat_message}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param userId {@code user_id}, a text
   * @param message {@code message}, a text
   */
  record ChatMessageEvent(Optional<Instant> timestamp, String userId, String message)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "chat_message");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.text("user_id", userId);
      text.text("message", message);
      return text.end();
    }
  }

  /**
   * An event {@code game_started}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param gameSessionId {@code game_session_id}, a text
   * @param initialState {@code initial_state}, the text of a JSON object
   */
  record GameStarted(Optional<Instant> timestamp, String gameSessionId, String initialState)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "game_started");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.text("game_session_id", gameSessionId);
      text.json("initial_state", initialState);
      return text.end();
    }
  }

  /**
   * An event {@code narrative_update}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param narrativeType {@code narrative_type}, a text
   * @param narrative {@code narrative}, a text
   */
  record NarrativeUpdate(Optional<Instant> timestamp, String narrativeType, String narrative)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "narrative_update");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.text("narrative_type", narrativeType);
      text.text("narrative", narrative);
      return text.end();
    }
  }

  /**
   * An event {@code action_result}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param userId {@code user_id}, a text
   * @param action {@code action}, a text
   * @param result {@code result}, the text of a JSON value
   */
  record ActionResult(Optional<Instant> timestamp, String userId, String action, String result)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "action_result");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.text("user_id", userId);
      text.text("action", action);
      text.json("result", result);
      return text.end();
    }
  }

  /**
   * An event {@code state_update}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param update {@code update}, the text of a JSON object
   */
  record StateUpdate(Optional<Instant> timestamp, String update) implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "state_update");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.json("update", update);
      return text.end();
    }
  }

  /**
   * An event {@code game_update}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param update {@code update}, the text of a JSON object
   */
  record GameUpdate(Optional<Instant> timestamp, String update) implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "game_update");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.json("update", update);
      return text.end();
    }
  }

  /**
   * An event {@code player_status_update}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param userId {@code user_id}, a text
   * @param status {@code status}, the text of a JSON value
   */
  record PlayerStatusUpdate(Optional<Instant> timestamp, String userId, String status)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "player_status_update");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.text("user_id", userId);
      text.json("status", status);
      return text.end();
    }
  }

  /**
   * An event {@code game_ended}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param reason {@code reason}, a text
   * @param finalState {@code final_state}, the text of a JSON object
   */
  record GameEnded(Optional<Instant> timestamp, String reason, Optional<String> finalState)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "game_ended");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.text("reason", reason);
      finalState.ifPresent(value -> text.json("final_state", value));
      return text.end();
    }
  }

  /**
   * An event {@code game_error}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param message {@code message}, a text
   */
  record GameError(Optional<Instant> timestamp, String message) implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "game_error");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.text("message", message);
      return text.end();
    }
  }

  /**
   * An event {@code npc_encounter}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param npc {@code npc}, the text of a JSON object
   */
  record NpcEncounter(Optional<Instant> timestamp, String npc) implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "npc_encounter");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.json("npc", npc);
      return text.end();
    }
  }

  /**
   * The balance of a user has changed.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param currentSp {@code current_sp}, a whole number
   * @param amountChanged {@code amount_changed}, a whole number
   * @param transactionType {@code transaction_type}, a text
   * @param description {@code description}, a text
   * @param balanceBefore {@code balance_before}, a whole number
   * @param balanceAfter {@code balance_after}, a whole number
   * @param metadata {@code metadata}, the text of a JSON object
   */
  record SpUpdate(
      Optional<Instant> timestamp,
      long currentSp,
      long amountChanged,
      String transactionType,
      String description,
      long balanceBefore,
      long balanceAfter,
      Optional<String> metadata)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "sp_update");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.number("current_sp", currentSp);
      text.number("amount_changed", amountChanged);
      text.text("transaction_type", transactionType);
      text.text("description", description);
      text.number("balance_before", balanceBefore);
      text.number("balance_after", balanceAfter);
      metadata.ifPresent(value -> text.json("metadata", value));
      return text.end();
    }
  }

  /**
   * An event {@code sp_insufficient}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param requiredAmount {@code required_amount}, a whole number
   * @param currentSp {@code current_sp}, a whole number
   * @param action {@code action}, a text
   * @param message {@code message}, a text
   */
  record SpInsufficient(
      Optional<Instant> timestamp,
      long requiredAmount,
      long currentSp,
      String action,
      String message)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "sp_insufficient");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.number("required_amount", requiredAmount);
      text.number("current_sp", currentSp);
      text.text("action", action);
      text.text("message", message);
      return text.end();
    }
  }

  /**
   * An event {@code sp_daily_recovery}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param currentSp {@code current_sp}, a whole number
   * @param amountRecovered {@code amount_recovered}, a whole number
   */
  record SpDailyRecovery(
      Optional<Instant> timestamp, long currentSp, Optional<Long> amountRecovered)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "sp_daily_recovery");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      text.number("current_sp", currentSp);
      amountRecovered.ifPresent(value -> text.number("amount_recovered", value));
      return text.end();
    }
  }

  /**
   * An event {@code notification}.
   *
   * @param timestamp {@code timestamp}, a time; the client sends milliseconds; where empty, the
   *     server adds it
   * @param notificationType {@code notification_type}, a text
   * @param message {@code message}, a text
   */
  record Notification(
      Optional<Instant> timestamp, Optional<String> notificationType, String message)
      implements RoomEvent {
    @Override
    public String json() {
      ObjectText text = new ObjectText().text("type", "notification");
      timestamp.ifPresent(value -> text.time("timestamp", value));
      notificationType.ifPresent(value -> text.text("notification_type", value));
      text.text("message", message);
      return text.end();
    }
  }
}
