package dev.tickgate.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate that clients are shown: read at the start, and again when its files have changed.
 * Confined to one event loop; all loops of a server have the same, whichever is the first to see it
 * change.
 */
public final class Certificate {
  private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);
  private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

  private final Vertx vertx;
  private final PemFiles files;
  // The pair that was tried last, in use or not.
  private PemKeyCertOptions known;

  public Certificate(Vertx vertx, PemFiles files) {
    this.vertx = vertx;
    this.files = files;
  }

  /** The options with it. */
  public Future<HttpServerOptions> into(HttpServerOptions options) {
    return read()
        .map(
            pem ->
                options
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setEnabledSecureTransportProtocols(PROTOCOLS)
                    .setKeyCertOptions(pem));
  }

  private Future<PemKeyCertOptions> read() {
    return files.read(vertx).onSuccess(pem -> known = pem).compose(this::checked);
  }

  /**
   * Shows new clients the new one, if there is one. One that is no good is said, and the old stays.
   *
   * @param update gives it to the server; whether that had another
   */
  public void renew(Function<ServerSSLOptions, Future<Boolean>> update) {
    PemKeyCertOptions before = known;
    files
        .read(vertx)
        .compose(
            pem -> {
              if (pem.equals(before)) {
                return Future.succeededFuture(false);
              }
              known = pem;
              return checked(pem).compose(good -> update.apply(options(good)));
            })
        .onSuccess(
            renewed -> {
              if (renewed) {
                LOG.atInfo().addKeyValue("cert", files.cert()).log("gateway.certificate_renewed");
              }
            })
        .onFailure(
            failure ->
                LOG.atWarn()
                    .addKeyValue("cert", files.cert())
                    .addKeyValue("reason", failure.getMessage())
                    .log("gateway.certificate_refused"));
  }

  private static ServerSSLOptions options(PemKeyCertOptions pem) {
    return new HttpServerOptions()
        .setSsl(true)
        .setUseAlpn(true)
        .setEnabledSecureTransportProtocols(PROTOCOLS)
        .setKeyCertOptions(pem)
        .getSslOptions();
  }

  // The two files change one after the other; a certificate with the key of the one before would
  // fail every handshake.
  private Future<PemKeyCertOptions> checked(PemKeyCertOptions pem) {
    return vertx.executeBlocking(
        () -> {
          PemPair.check(pem);
          return pem;
        });
  }
}
