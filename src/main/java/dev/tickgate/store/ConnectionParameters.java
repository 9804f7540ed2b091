package dev.tickgate.store;

import dev.tickgate.store.DatabaseUrl.Host;
import dev.tickgate.store.Tls.ClientCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Converts the parameters of a connection string. Each one is taken once; the remaining ones are
 * unknown.
 */
final class ConnectionParameters {
  private static final int PORT = 5432;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private static final List<String> STARTUP = List.of("application_name", "options", "search_path");

  /**
   * Parameters that tune a connection or choose another way to authenticate; they may be ignored.
   */
  private static final Set<String> HARMLESS =
      Set.of(
          "gsslib",
          "keepalives",
          "keepalives_count",
          "keepalives_idle",
          "keepalives_interval",
          "krbsrvname",
          "sslcompression",
          "tcp_user_timeout");

  /** The supported values of parameters that have no other effect than the default behaviour. */
  private static final Map<String, Set<String>> ONLY =
      Map.of(
          "channel_binding", Set.of("prefer", "disable"),
          "client_encoding", Set.of("utf8", "UTF8", "auto"),
          "gssencmode", Set.of("disable", "prefer"),
          "load_balance_hosts", Set.of("disable"),
          "sslnegotiation", Set.of("postgres"),
          "sslsni", Set.of("1"));

  private final Map<String, String> left;
  private final List<String> errors;

  ConnectionParameters(Map<String, String> parameters, List<String> errors) {
    this.left = new LinkedHashMap<>(parameters);
    this.errors = errors;
  }

  DatabaseUrl url() {
    List<Host> hosts = hosts();
    String user = needed("user", "no user: postgresql://user:password@host:port/database");
    String database = needed("dbname", "no database: write its name after the host, /database");
    Optional<String> password = take("password");
    Tls tls = tls();
    SessionTarget target =
        take(
            "target_session_attrs",
            SessionTarget.ANY,
            SessionTarget::of,
            "one of any, " + "read-write, read-only, primary, standby, prefer-standby");
    Duration timeout =
        take(
            "connect_timeout", CONNECT_TIMEOUT, ConnectionParameters::seconds, "seconds, 1 to 600");
    Map<String, String> startup = startup();
    refuseTheRest();
    return new DatabaseUrl(hosts, database, user, password, tls, target, timeout, startup);
  }

  private List<Host> hosts() {
    // The connection uses the address; the name would only serve for the verification.
    Optional<String> name = take("host");
    Optional<String> address = take("hostaddr");
    if (name.isPresent() && address.isPresent() && "verify-full".equals(left.get("sslmode"))) {
      errors.add("hostaddr: with sslmode=verify-full only the host is connected to; leave it out");
    }
    String names = address.or(() -> name).orElse("");
    if (names.isEmpty()) {
      errors.add("no host: a name or address, or ?host=/var/run/postgresql for a socket");
    }
    String[] ports = take("port").orElse("").split(",", -1);
    List<Host> hosts = new ArrayList<>();
    String[] each = names.split(",", -1);
    if (ports.length > 1 && ports.length != each.length) {
      errors.add("the ports are not as many as the hosts");
      return hosts;
    }
    for (int i = 0; i < each.length; i++) {
      hosts.add(new Host(each[i], port(ports[ports.length == 1 ? 0 : i])));
    }
    if (each.length > 1 && hosts.stream().anyMatch(host -> host.name().isEmpty())) {
      errors.add("the host: one in the list is empty");
    }
    return hosts;
  }

  private int port(String text) {
    if (text.isEmpty()) {
      return PORT;
    }
    int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65535) {
      // The message does not quote the text: without an at sign it is the password.
      errors.add(
          "the port, after the host and \":\", is not a number from 1 to 65535"
              + " (is \"@\" missing before the host, or a \"/\" in the password not written %2F?)");
      return PORT;
    }
    return port;
  }

  private Tls tls() {
    Optional<String> root = take("sslrootcert");
    // A parameter of JDBC.
    boolean ssl = take("ssl").filter("true"::equals).isPresent();
    TlsMode otherwise = ssl ? TlsMode.REQUIRE : TlsMode.PREFER;
    if (root.filter(Tls.SYSTEM::equals).isPresent()) {
      otherwise = TlsMode.VERIFY_FULL;
    }
    TlsMode mode =
        take(
            "sslmode",
            otherwise,
            TlsMode::of,
            "one of disable, prefer, require, verify-ca, verify-full");
    if (root.isPresent() && mode == TlsMode.REQUIRE) {
      // As in libpq, the name of an authority implies the verification.
      mode = TlsMode.VERIFY_CA;
    }
    if (mode.isVerifying() && root.isEmpty()) {
      errors.add(
          "sslmode=%s needs sslrootcert: a PEM file with the authority's certificate, or system"
              .formatted(mode.text()));
    }
    if (root.filter(Tls.SYSTEM::equals).isPresent() && mode != TlsMode.VERIFY_FULL) {
      errors.add("sslrootcert=system needs sslmode=verify-full: anybody has a certificate of it");
    }
    return new Tls(mode, root, clientCert());
  }

  private Optional<ClientCertificate> clientCert() {
    Optional<Path> cert = take("sslcert").map(Path::of);
    Optional<Path> key = take("sslkey").map(Path::of);
    if (cert.isPresent() != key.isPresent()) {
      errors.add("sslcert and sslkey: one is there, the other is not");
      return Optional.empty();
    }
    return cert.map(file -> new ClientCertificate(file, key.get()));
  }

  private Map<String, String> startup() {
    Map<String, String> startup = new HashMap<>();
    take("fallback_application_name").ifPresent(name -> startup.put("application_name", name));
    STARTUP.forEach(name -> take(name).ifPresent(value -> startup.put(name, value)));
    return startup;
  }

  private void refuseTheRest() {
    left.forEach(
        (name, value) -> {
          if (ONLY.containsKey(name)) {
            if (!ONLY.get(name).contains(value)) {
              errors.add("%s: only %s is supported".formatted(name, ONLY.get(name)));
            }
          } else if (!HARMLESS.contains(name)) {
            errors.add("unknown parameter " + UriText.printable(name));
          }
        });
  }

  private String needed(String name, String missing) {
    Optional<String> value = take(name);
    if (value.isEmpty()) {
      errors.add(missing);
    }
    return value.orElse("-");
  }

  private Optional<String> take(String name) {
    return Optional.ofNullable(left.remove(name));
  }

  private <T> T take(
      String name, T otherwise, Function<String, Optional<T>> parser, String expected) {
    Optional<String> text = take(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    Optional<T> value = parser.apply(text.get());
    if (value.isEmpty()) {
      errors.add("%s is not %s".formatted(name, expected));
    }
    return value.orElse(otherwise);
  }

  private static Optional<Duration> seconds(String text) {
    return Optional.of(text)
        .filter(digits -> digits.matches("\\d{1,3}"))
        .map(digits -> Duration.ofSeconds(Integer.parseInt(digits)))
        .filter(time -> !time.isZero() && time.toSeconds() <= 600);
  }
}
