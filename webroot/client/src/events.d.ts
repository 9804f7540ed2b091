// Generated from src/main/resources/schemas by "npm run types".

/**
 * A message of /api/realtime/events.
 */
export type RealtimeMessage =
  | ConnectedMessage
  | HeartbeatMessage
  | EventMessage
  | BatchMessage
  | SubscribedMessage
  | ErrorMessage
  | ResumedMessage
  | AuthExpiringMessage;

export interface ConnectedMessage {
  type: 'connected';
  clientId: string;
  timestamp: string;
}
export interface HeartbeatMessage {
  type: 'heartbeat';
  timestamp: string;
}
export interface EventMessage {
  type: 'event';
  data: BusinessEvent;
}
/**
 * An event of a channel.
 */
export interface BusinessEvent {
  /**
   * One of the types of its channel.
   */
  type: string;
  payload: {
    /**
     * Of the order, item or listing that changed.
     */
    id: string;
    /**
     * The change of the entity.
     */
    action: 'created' | 'updated' | 'deleted';
    /**
     * More about it; a channel with idsOnly has none.
     */
    data?: {
      [k: string]: unknown;
    };
  };
  /**
   * When it happened, such as 2026-02-16T13:05:10.123Z. The server adds the time of the publication where it is missing.
   */
  timestamp: string;
}
export interface BatchMessage {
  type: 'batch';
  data: EventBatch;
}
export interface EventBatch {
  type: 'BATCHED';
  /**
   * Of one type, in their order.
   */
  events: BusinessEvent[];
  count: number;
  timestamp: string;
}
/**
 * Continuity of a channel was lost.
 */
export interface SubscribedMessage {
  type: 'subscribed';
  topic: string;
  epoch?: number;
  offset?: number;
  recovered: false;
  replayed?: 0;
}
export interface ErrorMessage {
  type: 'error';
  code: string;
  message: string;
  topic?: string;
  timestamp: string;
}
/**
 * The disturbance with the code is over.
 */
export interface ResumedMessage {
  type: 'resumed';
  code: string;
  topic: string;
  timestamp: string;
}
export interface AuthExpiringMessage {
  type: 'auth_expiring';
  expires_in: number;
}
