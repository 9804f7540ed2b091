import { RequestError } from './connection.js';
import { createStore } from './store.js';

/**
 * @typedef {import('./roommessages.js').RoomEvent} RoomEvent
 *
 * @typedef {object} RoomState
 * @property {'joining' | 'joined' | 'refused' | 'left'} phase
 * @property {string | null} code why it was refused, or removed
 * @property {string | null} user of the token
 * @property {string | null} role
 * @property {readonly string[]} members in their order; empty where there are too many
 * @property {number} count of members
 *
 * @typedef {object} RoomListener
 * @property {(event: RoomEvent | Record<string, unknown>) => void} onEvent of the room, each once;
 *     applications may publish events of types of their own
 * @property {() => void} [onReset] events may have been missed
 *
 * @typedef {object} Room
 * @property {import('./types.js').Store<RoomState>} state
 * @property {(action: string, data?: Record<string, unknown>) => Promise<void>} act
 * @property {(message: string) => Promise<void>} say
 * @property {() => Promise<void>} leave
 */

const COMMANDS = 'tickgate.commands';
const PAUSE = 500;
const ATTEMPTS = 20;
// The command may be tried again with the same key.
const AGAIN = new Set(['LOST', 'NO_LEADER', 'RATE_LIMITED', 'AUTH_UNAVAILABLE', 'NOT_JOINED']);

/**
 * Rooms over the connection of the topics. After a break a room is joined again, and its events go
 * on behind the last one.
 *
 * @param {object} options
 * @param {import('./connection.js').Connection} options.connection
 * @param {ReturnType<typeof import('./topics.js').createTopics>} options.topics
 * @param {Pick<import('./types.js').Clock, 'setTimeout' | 'clearTimeout'>} options.clock
 */
export function createRooms({ connection, topics, clock }) {
  /** @param {Record<string, unknown>} command */
  const ask = (command) => connection.request(COMMANDS, command);

  return {
    /**
     * @param {string} session
     * @param {RoomListener} listener
     * @returns {Room}
     */
    join(session, { onEvent, onReset }) {
      const command = { game_session_id: session };
      const state = createStore(
        /** @type {RoomState} */ ({
          phase: 'joining',
          code: null,
          user: null,
          role: null,
          members: [],
          count: 0,
        }),
      );
      /** @param {Partial<RoomState>} change */
      const update = (change) => state.set({ ...state.get(), ...change });

      async function join() {
        if (connection.state.get().phase !== 'connected' || state.get().phase !== 'joining') return;
        try {
          await ask({ type: 'join_game', ...command });
          update({ phase: 'joined', code: null });
        } catch (failure) {
          const code = failure instanceof RequestError ? failure.code : 'ERROR';
          if (code === 'LOST') return;
          if (AGAIN.has(code)) clock.setTimeout(join, PAUSE);
          else end('refused', code);
        }
      }

      /**
       * @param {RoomState['phase']} phase
       * @param {string | null} code
       */
      function end(phase, code) {
        update({ phase, code, members: [], count: 0 });
        unfollow();
        unsubscribe();
      }

      /** @param {Record<string, unknown>} message */
      function onNotice(message) {
        if (message.type === 'joined_game') update({ role: String(message.role), user: String(message.user_id) });
        if (message.type === 'removed') end('refused', String(message.reason));
        if (message.type === 'presence') {
          const members = Array.isArray(message.members) ? message.members.map(String) : [];
          update({ members, count: Number(message.count) });
        }
      }

      /** @param {Record<string, unknown>} event */
      function onMessage(event) {
        const { members, count } = state.get();
        const user = String(event.user_id);
        const listed = members.length === count;
        if (event.type === 'player_joined' && listed && !members.includes(user)) {
          update({ members: [...members, user].sort(), count: count + 1 });
        }
        if (event.type === 'player_left' && listed && members.includes(user)) {
          update({ members: members.filter((member) => member !== user), count: count - 1 });
        }
        onEvent(event);
      }

      /**
       * Sends a command until it is answered, which is published once, however often it is sent.
       *
       * @param {Record<string, unknown>} fields
       */
      async function perform(fields) {
        const once = { ...fields, ...command, key: crypto.randomUUID() };
        for (let attempt = 1; ; attempt += 1) {
          const { phase, code } = state.get();
          if (phase === 'refused' || phase === 'left') {
            throw new RequestError(code ?? 'NOT_JOINED', 'the room was left');
          }
          try {
            if (phase === 'joined') {
              await ask(once);
              return;
            }
          } catch (failure) {
            const reason = failure instanceof RequestError ? failure.code : '';
            if (!AGAIN.has(reason) || attempt === ATTEMPTS) throw failure;
          }
          await new Promise((resolve) => clock.setTimeout(() => resolve(undefined), PAUSE));
        }
      }

      const unfollow = connection.state.subscribe(() => {
        const { phase } = connection.state.get();
        if (phase === 'connected') void join();
        else if (state.get().phase === 'joined') update({ phase: 'joining' });
      });
      const unsubscribe = topics.subscribe(`room.game_${session}`, { onMessage, onReset, onNotice });
      void join();

      return {
        state,
        act: (action, data) => perform({ type: 'game_action', action, ...(data && { data }) }),
        say: (message) => perform({ type: 'chat_message', message }),
        async leave() {
          if (state.get().phase === 'joined') {
            await ask({ type: 'leave_game', ...command }).catch(() => {});
          }
          end('left', null);
        },
      };
    },
  };
}
