// Generated from src/main/resources/schemas by "npm run types".

/**
 * A command of a member of a room.
 */
export type RoomCommand = JoinGame | LeaveGame | GameAction | ChatMessage | OpenInbox | Acknowledge | Ping;

export interface JoinGame {
  type: 'join_game';
  /**
   * Repeated in the answer.
   */
  id?: string | number;
  game_session_id: string;
  /**
   * The position of the last event that the client has: <epoch>.<offset>.
   */
  since?: string;
}
export interface LeaveGame {
  type: 'leave_game';
  id?: string | number;
  game_session_id: string;
}
export interface GameAction {
  type: 'game_action';
  id?: string | number;
  game_session_id: string;
  action: string;
  data?: {
    [k: string]: unknown;
  };
  /**
   * A repetition with the same key is published once.
   */
  key?: string;
  /**
   * Low: acknowledged at once, and published with others after up to a second.
   */
  priority?: 'normal' | 'low';
  /**
   * Of the user's actions of low priority with the same text, the newest is published.
   */
  merge?: string;
}
export interface ChatMessage {
  type: 'chat_message';
  id?: string | number;
  game_session_id: string;
  message: string;
  key?: string;
}
/**
 * Subscribes to the events of the user, from the last one that was acknowledged.
 */
export interface OpenInbox {
  type: 'open_inbox';
  id?: string | number;
  /**
   * With rooms.offline.per: device, whose acknowledgements count.
   */
  device?: string;
}
/**
 * The events of the user up to a position will not be sent again.
 */
export interface Acknowledge {
  type: 'acknowledge';
  id?: string | number;
  position: string;
  device?: string;
}
/**
 * Answered on the connection that it came by: on /ws by pong, at a reply address by ack.
 */
export interface Ping {
  type: 'ping';
  /**
   * Repeated in the answer.
   */
  id?: string | number;
}

/**
 * A message of the server to one session: the answer to a command, and what follows it.
 */
export type RoomAnswer = Ack | Refusal | JoinedGame | LeftGame | Removed | Presence;

/**
 * The command with the id is done.
 */
export interface Ack {
  type: 'ack';
  id?: string | number;
}
/**
 * The command with the id is refused.
 */
export interface Refusal {
  type: 'error';
  id?: string | number;
  code: string;
  message: string;
}
export interface JoinedGame {
  type: 'joined_game';
  timestamp: string;
  game_session_id: string;
  user_id: string;
  role: 'player' | 'observer' | 'host';
}
export interface LeftGame {
  type: 'left_game';
  timestamp: string;
  game_session_id: string;
}
/**
 * The member hears the room no more.
 */
export interface Removed {
  type: 'removed';
  timestamp: string;
  game_session_id: string;
  /**
   * KICKED, BANNED or ACCESS_DENIED.
   */
  reason: string;
}
export interface Presence {
  type: 'presence';
  room: string;
  /**
   * Their users; left out where there are more than 100.
   */
  members?: string[];
  count: number;
}

/**
 * An event of a room or of a user, as it is published; subscribers get epoch and offset with it.
 */
export type RoomEvent =
  | PlayerJoined
  | PlayerLeft
  | ActionReceived
  | ChatMessageEvent
  | GameStarted
  | NarrativeUpdate
  | ActionResult
  | StateUpdate
  | GameUpdate
  | PlayerStatusUpdate
  | GameEnded
  | GameError
  | NpcEncounter
  | SpUpdate
  | SpInsufficient
  | SpDailyRecovery
  | Notification;

/**
 * The first session of a user has joined.
 */
export interface PlayerJoined {
  type: 'player_joined';
  timestamp: string;
  user_id: string;
}
/**
 * The last session of a user has left.
 */
export interface PlayerLeft {
  type: 'player_left';
  timestamp: string;
  user_id: string;
}
export interface ActionReceived {
  type: 'action_received';
  timestamp: string;
  user_id: string;
  action: string;
  data?: {
    [k: string]: unknown;
  };
}
export interface ChatMessageEvent {
  type: 'chat_message';
  timestamp: string;
  user_id: string;
  message: string;
}
export interface GameStarted {
  type: 'game_started';
  timestamp: string;
  game_session_id: string;
  initial_state: {
    [k: string]: unknown;
  };
}
export interface NarrativeUpdate {
  type: 'narrative_update';
  timestamp: string;
  narrative_type: string;
  narrative: string;
}
export interface ActionResult {
  type: 'action_result';
  timestamp: string;
  user_id: string;
  action: string;
  /**
   * Of any form.
   */
  result: {} | unknown[] | string | number | boolean | null;
}
export interface StateUpdate {
  type: 'state_update';
  timestamp: string;
  update: {
    [k: string]: unknown;
  };
}
export interface GameUpdate {
  type: 'game_update';
  timestamp: string;
  update: {
    [k: string]: unknown;
  };
}
export interface PlayerStatusUpdate {
  type: 'player_status_update';
  timestamp: string;
  user_id: string;
  status: {} | string;
}
export interface GameEnded {
  type: 'game_ended';
  timestamp: string;
  reason: string;
  final_state?: {
    [k: string]: unknown;
  };
}
export interface GameError {
  type: 'game_error';
  timestamp: string;
  message: string;
}
export interface NpcEncounter {
  type: 'npc_encounter';
  timestamp: string;
  npc: {
    [k: string]: unknown;
  };
}
/**
 * The balance of a user has changed.
 */
export interface SpUpdate {
  type: 'sp_update';
  timestamp: string;
  current_sp: number;
  amount_changed: number;
  transaction_type: string;
  description: string;
  balance_before: number;
  balance_after: number;
  metadata?: {
    [k: string]: unknown;
  };
}
export interface SpInsufficient {
  type: 'sp_insufficient';
  timestamp: string;
  required_amount: number;
  current_sp: number;
  action: string;
  message: string;
}
export interface SpDailyRecovery {
  type: 'sp_daily_recovery';
  timestamp: string;
  current_sp: number;
  amount_recovered?: number;
}
export interface Notification {
  type: 'notification';
  timestamp: string;
  notification_type?: string;
  message: string;
}
