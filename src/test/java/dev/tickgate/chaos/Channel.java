package dev.tickgate.chaos;

/** A topic that clients hear. */
sealed interface Channel permits Stream, EventTopic {
  String topic();

  /** Its name in reports. */
  String label();
}
