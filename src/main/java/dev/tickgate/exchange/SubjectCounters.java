package dev.tickgate.exchange;

/** Counts irregular data of an exchange. Called on the connector's event loop. */
interface SubjectCounters {
  /** Data was repeated or late, and was not published. */
  void repeated();

  /** Sequence numbers are missing. */
  void gap();
}
