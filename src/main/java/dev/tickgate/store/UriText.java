package dev.tickgate.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses a URI as libpq does: {@code
 * postgresql://user:password@host:port,host:port/database?name=value}. Unlike libpq it also accepts
 * an at sign or a slash in the password, where the URI has no other meaning.
 */
final class UriText {
  private static final Pattern SCHEME =
      Pattern.compile("postgres(ql)?://", Pattern.CASE_INSENSITIVE);
  private static final Pattern HOST =
      Pattern.compile("(\\[(?<address>[^\\]]+)]|(?<name>[^\\[:]*))(:(?<port>.*))?");
  // After "?" an at sign belongs to a parameter, unless the question mark belongs to the password.
  private static final Pattern NAMES_USER = Pattern.compile("[?&](user|password)=");
  private static final String SAFE = "-._~/";

  private final String text;
  private final List<String> errors;
  private final Map<String, String> parameters = new LinkedHashMap<>();

  UriText(String text, List<String> errors) {
    this.text = text;
    this.errors = errors;
  }

  static boolean isUri(String text) {
    // A URI with another scheme is not a list of keywords.
    return SCHEME.matcher(text).lookingAt() || text.matches("[A-Za-z0-9+.:-]+://.*");
  }

  /** Returns the parameters by their names in libpq. */
  Map<String, String> parameters() {
    if (!SCHEME.matcher(text).lookingAt()) {
      errors.add("the scheme is not postgresql:// or postgres://");
      return parameters;
    }
    String rest = text.substring(text.indexOf("://") + 3);
    int at = endOfCredentials(rest);
    if (at >= 0) {
      credentials(rest.substring(0, at));
    }
    rest = rest.substring(at + 1);
    int path = firstOf(rest, "/?", 0);
    hosts(rest.substring(0, path));
    int query = firstOf(rest, "?", path);
    if (query > path + 1 && rest.substring(path, query).contains("@")) {
      // This may be a part of the password: it must not be used in a look-up of a host, or shown.
      errors.add("several readings: write %40 for an \"@\" and %2F for a \"/\" of the password");
      return parameters;
    }
    if (query > path + 1) {
      put("dbname", decode("the database", rest.substring(path + 1, query)));
    }
    if (query < rest.length()) {
      query(rest.substring(query + 1));
    }
    return parameters;
  }

  private static int endOfCredentials(String rest) {
    int slash = firstOf(rest, "/", 0);
    int at = rest.indexOf('@');
    if (at < 0) {
      return -1;
    }
    int question = rest.indexOf('?');
    if (question >= 0 && question < at && NAMES_USER.matcher(rest.substring(question, at)).find()) {
      return -1;
    }
    if (at > slash) {
      // The slash belongs to the password; otherwise the URI would have no user.
      String before = rest.substring(0, firstOf(rest, "?", slash));
      return before.contains("@") && before.indexOf(':') >= 0 && before.indexOf(':') < slash
          ? before.lastIndexOf('@')
          : -1;
    }
    int end = firstOf(rest, "/?", at);
    return rest.substring(0, end).lastIndexOf('@');
  }

  private void credentials(String credentials) {
    int colon = firstOf(credentials, ":", 0);
    put("user", decode("the user", credentials.substring(0, colon)));
    if (colon < credentials.length()) {
      put("password", decode("the password", credentials.substring(colon + 1)));
    }
  }

  private void hosts(String list) {
    if (list.isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>();
    List<String> ports = new ArrayList<>();
    for (String one : list.split(",", -1)) {
      Matcher parts = HOST.matcher(one);
      if (!parts.matches()) {
        errors.add("the host: \"[\" begins an IPv6 address, which ends with \"]\" before the port");
        return;
      }
      String address = parts.group("address");
      names.add(decode("the host", address == null ? parts.group("name") : address));
      ports.add(parts.group("port") == null ? "" : parts.group("port"));
    }
    put("host", String.join(",", names));
    put("port", ports.stream().allMatch(String::isEmpty) ? "" : String.join(",", ports));
  }

  private void query(String query) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals < 0 && !pair.isEmpty()) {
        // The message does not quote it: it may be the second half of a password with a question
        // mark.
        errors.add("a parameter after \"?\" has no \"=\"");
      } else if (equals >= 0) {
        String name = decode("the name of a parameter", pair.substring(0, equals));
        put(name, decode("the parameter " + printable(name), pair.substring(equals + 1)));
      }
    }
  }

  /** Returns a name that can be shown; a text that may be a password is not shown. */
  static String printable(String name) {
    return name.matches("[a-zA-Z_]{1,40}") ? name : "whose name is not letters";
  }

  private void put(String name, String value) {
    // A plus sign stays as it is. An empty value counts as missing.
    if (!value.isEmpty()) {
      parameters.put(name, value);
    }
  }

  private String decode(String part, String encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
      if (high < 0 || low < 0 || high + low == 0) {
        errors.add(part + ": \"%\" begins two hexadecimal digits, not 00; write %25 for itself");
        return "";
      }
      bytes.write(high * 16 + low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      errors.add(part + ": the bytes after \"%\" are not UTF-8");
      return "";
    }
  }

  static String encode(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || SAFE.indexOf(c) >= 0);
      encoded.append(plain ? Character.toString(c) : "%%%02X".formatted(b & 0xFF));
    }
    return encoded.toString();
  }

  /** Returns the index of the first of these characters; the length of the text without one. */
  private static int firstOf(String text, String characters, int from) {
    for (int i = from; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return text.length();
  }
}
