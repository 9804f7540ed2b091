package dev.tickgate.cluster;

import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;

/**
 * Certificates between the nodes of an event bus: PEM files.
 *
 * @param cert the node's own
 * @param key its key
 * @param ca who has vouched for those of the others; whoever it vouches for is let in
 */
public record ClusterTls(Path cert, Path key, Path ca) {
  EventBusOptions into(EventBusOptions options) {
    return options
        .setSsl(true)
        .setKeyCertOptions(
            new PemKeyCertOptions().addCertPath(cert.toString()).addKeyPath(key.toString()))
        .setTrustOptions(new PemTrustOptions().addCertPath(ca.toString()))
        .setClientAuth(ClientAuth.REQUIRED)
        // By default who is connected to may show whatever certificate it likes.
        .setTrustAll(false);
  }
}
