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
 * The certificate of the server: read at the start, and again when its files have changed. Confined
 * to one event loop. All loops of a server have the same certificate; the first loop that detects a
 * change replaces it.
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

  /** Returns the options with the certificate. */
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
   * Uses a changed certificate for new connections. Logs an invalid one, and keeps the old
   * certificate.
   *
   * @param update gives it to the server; returns whether the server had another one
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

  // The two files change one after the other: a certificate with the key of its predecessor would
  // fail every handshake.
  private Future<PemKeyCertOptions> checked(PemKeyCertOptions pem) {
    return vertx.executeBlocking(
        () -> {
          PemPair.check(pem);
          return pem;
        });
  }
}
