package dev.tickgate.bus;

import dev.tickgate.stream.Topic;

/** Rules of topics for payloads, beyond those of {@link Payload}. Any thread may call. */
@FunctionalInterface
public interface PayloadRules {
  /** Every valid payload is published as it is. */
  PayloadRules NONE = (topic, payload) -> payload;

  /**
   * @return the payload to publish, which may differ, or {@link Payload.Unfit}
   */
  Payload check(Topic topic, Payload.Valid payload);

  /** Returns rules that apply these rules, then others. */
  default PayloadRules and(PayloadRules others) {
    return (topic, payload) -> {
      Payload checked = check(topic, payload);
      return checked instanceof Payload.Valid valid ? others.check(topic, valid) : checked;
    };
  }
}
