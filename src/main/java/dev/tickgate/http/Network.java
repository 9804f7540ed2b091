package dev.tickgate.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, {@code 192.0.2.7}.
 *
 * @param address has the first bits of each address of the range
 * @param bits the number of those bits
 */
record Network(InetAddress address, int bits) {
  private static final Pattern FORM = Pattern.compile("([^/]+)(?:/([0-9]{1,3}))?");
  private static final Pattern V4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");
  // Java never takes a text with a colon for a name, and asks no name server for it.
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:][0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

  static Optional<Network> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? literal(parts.group(1)).flatMap(address -> of(address, parts.group(2)))
        : Optional.empty();
  }

  private static Optional<Network> of(InetAddress address, String length) {
    int all = address.getAddress().length * Byte.SIZE;
    int bits = length == null ? all : Integer.parseInt(length);
    return bits <= all ? Optional.of(new Network(address, bits)) : Optional.empty();
  }

  /** Parses a numeric address; empty for a name. */
  static Optional<InetAddress> literal(String text) {
    if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean contains(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
