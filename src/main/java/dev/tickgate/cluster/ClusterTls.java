package dev.tickgate.cluster;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;

/**
 * The certificates of the event bus between nodes, in PEM files.
 *
 * @param cert the node's certificate
 * @param key its key
 * @param ca the authority of the other nodes' certificates; every node with a certificate of it is
 *     accepted
 */
public record ClusterTls(Path cert, Path key, Path ca) {
  EventBusOptions into(EventBusOptions options) {
    return options
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions().addCertPath(cert.toString()).addKeyPath(key.toString()))
        .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()))
        .setClientAuth(ClientAuth.REQUIRED)
        // By default the connecting node accepts any certificate.
        .setTrustAll(false);
  }
}
