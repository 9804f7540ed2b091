package dev.tickgate.endpoint;

import dev.tickgate.protocol.ErrorCode;

/** The reason why a command of a feature was not executed. */
public final class CommandRefusal extends RuntimeException {
  private final ErrorCode code;
  private final String sentence;

  public CommandRefusal(ErrorCode code) {
    this(code, code.sentence());
  }

  /**
   * @param sentence for the author of the client
   */
  public CommandRefusal(ErrorCode code, String sentence) {
    super(code.name() + ": " + sentence, null, false, false);
    this.code = code;
    this.sentence = sentence;
  }

  public ErrorCode code() {
    return code;
  }

  String sentence() {
    return sentence;
  }
}
