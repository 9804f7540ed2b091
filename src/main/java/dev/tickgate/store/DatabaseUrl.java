package dev.tickgate.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A connection string of PostgreSQL, as libpq reads it. Its text never shows the password.
 *
 * @param hosts tried in this order; a name that begins with a slash is the directory of a socket
 * @param startup parameters sent to the server when a connection is opened
 */
public record DatabaseUrl(
    List<Host> hosts,
    String database,
    String user,
    Optional<String> password,
    Tls tls,
    SessionTarget target,
    Duration connectTimeout,
    Map<String, String> startup) {

  public DatabaseUrl {
    hosts = List.copyOf(hosts);
    startup = Map.copyOf(startup);
  }

  /** One server. */
  public record Host(String name, int port) {
    boolean isSocket() {
      return name.startsWith("/");
    }

    @Override
    public String toString() {
      return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
  }

  /** The result of reading a text. */
  public sealed interface Reading {
    /** The text is a connection string. */
    record Read(DatabaseUrl url) implements Reading {}

    /** The text is malformed. Each reason names the wrong part, and quotes no password. */
    record Malformed(List<String> reasons) implements Reading {}
  }

  /** Reads a URI ({@code postgresql://…}) or keywords ({@code host=… user=…}). */
  public static Reading read(String text) {
    List<String> errors = new ArrayList<>();
    Map<String, String> parameters =
        UriText.isUri(text)
            ? new UriText(text, errors).parameters()
            : new KeywordText(text, errors).parameters();
    if (!errors.isEmpty()) {
      return new Reading.Malformed(errors);
    }
    DatabaseUrl url = new ConnectionParameters(parameters, errors).url();
    return errors.isEmpty() ? new Reading.Read(url) : new Reading.Malformed(errors);
  }

  /** The fault of the certificate files; empty where they are usable. Blocking. */
  public Optional<String> fileProblem() {
    return tls.mode() == TlsMode.DISABLE ? Optional.empty() : tls.problem();
  }

  /** Returns the URI, with three asterisks in place of the password. */
  @Override
  public String toString() {
    Map<String, String> shown = new LinkedHashMap<>();
    boolean sockets = hosts.stream().anyMatch(Host::isSocket);
    String authority = sockets ? "" : joined(hosts, Host::toString);
    if (sockets) {
      shown.put("host", joined(hosts, Host::name));
      shown.put("port", joined(hosts, host -> Integer.toString(host.port())));
    }
    shown.put("sslmode", tls.mode().text());
    tls.rootCert().ifPresent(file -> shown.put("sslrootcert", file));
    tls.clientCert().ifPresent(pair -> shown.put("sslcert", pair.cert().toString()));
    tls.clientCert().ifPresent(pair -> shown.put("sslkey", pair.key().toString()));
    if (target != SessionTarget.ANY) {
      shown.put("target_session_attrs", target.text());
    }
    startup.keySet().stream().sorted().forEach(name -> shown.put(name, startup.get(name)));
    return "postgresql://%s%s@%s/%s?%s"
        .formatted(
            UriText.encode(user),
            password.isPresent() ? ":***" : "",
            authority,
            UriText.encode(database),
            shown.entrySet().stream()
                .map(one -> one.getKey() + "=" + UriText.encode(one.getValue()))
                .collect(Collectors.joining("&")));
  }

  private static String joined(List<Host> hosts, Function<Host, String> part) {
    return hosts.stream().map(part).collect(Collectors.joining(","));
  }
}
