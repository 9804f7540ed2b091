import { createContext, createElement, useContext } from 'react';

/** @typedef {import('@tickgate/client').Client} Client */

const ClientContext = createContext(/** @type {Client | null} */ (null));

/**
 * Gives a client to the hooks below it.
 *
 * @param {{client: Client, children?: import('react').ReactNode}} props
 * @returns {import('react').ReactElement}
 */
export function TickgateProvider({ client, children }) {
  return createElement(ClientContext.Provider, { value: client }, children);
}

/**
 * The client of the provider above.
 *
 * @returns {Client}
 */
export function useClient() {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('there is no TickgateProvider above this component');
  return client;
}
