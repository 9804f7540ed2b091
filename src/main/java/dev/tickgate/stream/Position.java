package dev.tickgate.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a topic, on the wire {@code "<epoch>.<offset>"}. Offsets are dense and ascending; the
 * epoch changes only when continuity is lost.
 *
 * @param epoch 1 to 2<sup>53</sup>-1, which the numbers of a browser can represent
 * @param offset 0 (before the first publication) to 2<sup>53</sup>-1
 */
public record Position(long epoch, long offset) {
  /**
   * The position of a client that has none yet. No topic has it: the server begins epochs at the
   * seconds since 1970.
   */
  public static final Position NONE = new Position(1, 0);

  /** The position before the oldest publication that a gateway has. No topic has it. */
  public static final Position OLDEST = new Position(2, 0);

  private static final long MAX = (1L << 53) - 1;
  private static final Pattern WIRE =
      Pattern.compile("(0|[1-9][0-9]{0,15})\\.(0|[1-9][0-9]{0,15})");

  public Position {
    if (!isValid(epoch, offset)) {
      throw new IllegalArgumentException("not a position: " + epoch + "." + offset);
    }
  }

  /** Parses a position; empty where the text is not one. */
  public static Optional<Position> parse(String text) {
    if (text == null) {
      return Optional.empty();
    }
    Matcher m = WIRE.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    long epoch = Long.parseLong(m.group(1));
    long offset = Long.parseLong(m.group(2));
    return isValid(epoch, offset) ? Optional.of(new Position(epoch, offset)) : Optional.empty();
  }

  private static boolean isValid(long epoch, long offset) {
    return epoch >= 1 && epoch <= MAX && offset >= 0 && offset <= MAX;
  }

  public Position next() {
    return new Position(epoch, offset + 1);
  }

  public Position previous() {
    return new Position(epoch, offset - 1);
  }

  @Override
  public String toString() {
    return epoch + "." + offset;
  }
}
