package dev.tickgate.publish;

import dev.tickgate.protocol.ErrorCode;
import java.util.OptionalInt;

/** The reason why nothing was published. */
public final class PublishRefusal extends RuntimeException {
  private final ErrorCode code;
  private final String sentence;
  private final OptionalInt index;

  public PublishRefusal(ErrorCode code) {
    this(code, code.sentence(), OptionalInt.empty());
  }

  /**
   * @param reason an explanation for the author of the publisher, after the sentence of the code
   * @param index the index of the wrong payload
   */
  public static PublishRefusal of(ErrorCode code, String reason, OptionalInt index) {
    return new PublishRefusal(code, code.sentence() + " " + reason, index);
  }

  private PublishRefusal(ErrorCode code, String sentence, OptionalInt index) {
    super(code.name() + ": " + sentence, null, false, false);
    this.code = code;
    this.sentence = sentence;
    this.index = index;
  }

  /** An explanation for the author of the publisher. */
  public String sentence() {
    return sentence;
  }

  /** The index of the wrong payload, from 0; empty where the whole request is refused. */
  public OptionalInt index() {
    return index;
  }

  public ErrorCode code() {
    return code;
  }
}
