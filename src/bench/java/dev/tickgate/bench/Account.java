package dev.tickgate.bench;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The publications that the readers received, and those that were lost, duplicated, reordered or
 * skipped.
 */
record Account(long received, long lost, long duplicated, long reordered, long skipped) {
  /**
   * @param last the newest sequence number of each topic
   */
  static Account of(List<Client> clients, List<Long> last) {
    List<Client> readers = clients.stream().filter(client -> !client.isSlow()).toList();
    return new Account(
        sum(readers, client -> client.ledger().received()),
        sum(readers, client -> client.ledger().lost(last.get(client.topic()))),
        sum(readers, client -> client.ledger().duplicated()),
        sum(readers, client -> client.ledger().reordered()),
        sum(readers, client -> client.ledger().skipped()));
  }

  private static long sum(List<Client> clients, ToLongFunction<Client> number) {
    return clients.stream().mapToLong(number).sum();
  }

  static Account sum(Account one, Account other) {
    return new Account(
        one.received + other.received,
        one.lost + other.lost,
        one.duplicated + other.duplicated,
        one.reordered + other.reordered,
        one.skipped + other.skipped);
  }

  /** Whether every reader got every publication once and in order. */
  boolean isRight() {
    return lost == 0 && duplicated == 0 && reordered == 0;
  }
}
