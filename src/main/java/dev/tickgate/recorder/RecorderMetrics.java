package dev.tickgate.recorder;

/** Events of a recorder, for operators; called on its event loop. */
public interface RecorderMetrics {
  /** Rows that were inserted, without those that the table had. */
  void inserted(int rows);

  /** Rows that were dropped, because the database did not answer for too long. */
  void dropped(int rows);

  /** Rows that wait for the database now. */
  void waiting(int rows);
}
