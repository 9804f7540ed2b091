package dev.tickgate.store;

import dev.tickgate.store.DatabaseUrl.Host;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Decides whether a connection to a host is encrypted, as {@code sslmode} defines. Thread-safe. */
final class Encryption {
  // pg_hba.conf has no rule for this user over TLS; it may have one without TLS.
  private static final String NOT_AUTHORIZED = "28000";

  private final Vertx vertx;
  private final DatabaseUrl url;
  private final Function<Host, PgConnectOptions> plain;
  private final Connections connections;
  private final TlsProbe probe;
  // Hosts that use TLS and need no further probe. Any event loop may write.
  private final Map<Host, Boolean> decided = new ConcurrentHashMap<>();

  Encryption(
      Vertx vertx,
      DatabaseUrl url,
      Function<Host, PgConnectOptions> plain,
      Connections connections) {
    this.vertx = vertx;
    this.url = url;
    this.plain = plain;
    this.connections = connections;
    this.probe = new TlsProbe(vertx, url);
  }

  Future<PgConnectOptions> options(Host host) {
    if (url.tls().mode() == TlsMode.DISABLE || host.isSocket()) {
      return Future.succeededFuture(plain.apply(host));
    }
    return vertx.executeBlocking(url.tls()::options, false).compose(tls -> decide(host, tls));
  }

  private Future<PgConnectOptions> decide(Host host, ClientSSLOptions tls) {
    Boolean known = decided.get(host);
    Future<Boolean> encrypts =
        known != null
            ? Future.succeededFuture(known)
            : probe
                .succeeds(host, tls)
                .compose(offered -> accepted(host, tls, offered))
                .onSuccess(
                    encrypted -> {
                      // Other results are not stored, because TLS may be enabled later.
                      if (encrypted) {
                        decided.put(host, true);
                      }
                    });
    return encrypts.map(encrypted -> encrypted ? encrypted(host, tls) : plain.apply(host));
  }

  private Future<Boolean> accepted(Host host, ClientSSLOptions tls, boolean offered) {
    if (url.tls().mode() != TlsMode.PREFER) {
      return offered ? Future.succeededFuture(true) : Future.failedFuture(notOffered(host));
    }
    return offered ? triedEncrypted(host, tls) : Future.succeededFuture(false);
  }

  /** Connects over TLS; returns false where the server refuses the user over TLS. */
  private Future<Boolean> triedEncrypted(Host host, ClientSSLOptions tls) {
    return connections
        .open(encrypted(host, tls))
        .compose(PgConnection::close)
        .map(true)
        .recover(
            failure ->
                failure instanceof PgException refused
                        && NOT_AUTHORIZED.equals(refused.getSqlState())
                    ? Future.succeededFuture(false)
                    : Future.failedFuture(failure));
  }

  private IOException notOffered(Host host) {
    String mode = url.tls().mode().text();
    return new IOException("%s does not offer TLS, but sslmode is %s".formatted(host, mode));
  }

  private PgConnectOptions encrypted(Host host, ClientSSLOptions tls) {
    return plain.apply(host).setSslMode(url.tls().driverMode()).setSslOptions(tls);
  }
}
