package dev.tickgate.publish;

import dev.tickgate.protocol.ErrorCode;

/** Why nothing was published. */
public final class PublishRefusal extends RuntimeException {
  private final ErrorCode code;
  private final String sentence;

  public PublishRefusal(ErrorCode code) {
    this(code, code.sentence());
  }

  /**
   * @param sentence for the author of the publisher
   */
  PublishRefusal(ErrorCode code, String sentence) {
    super(code.name() + ": " + sentence, null, false, false);
    this.code = code;
    this.sentence = sentence;
  }

  /** For the author of the publisher. */
  public String sentence() {
    return sentence;
  }

  public ErrorCode code() {
    return code;
  }
}
