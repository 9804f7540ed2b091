package dev.tickgate.relay;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;

/** Creates clients of Redis from the settings. */
final class RedisClients {
  private static final int CONNECT_MS = 5_000;

  private RedisClients() {}

  /** Returns a client with a single connection, which is not open yet. */
  static Redis create(Vertx vertx, RelaySettings.Redis settings) {
    // Without negotiation of the protocol version: servers before Redis 6 do not support it.
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(settings.url())
            .setProtocolNegotiation(false)
            .setMaxPoolSize(1);
    // The certificate must name the host of the URL.
    NetClientOptions net =
        options
            .getNetClientOptions()
            .setConnectTimeout(CONNECT_MS)
            .setTcpKeepAlive(true)
            .setHostnameVerificationAlgorithm("HTTPS");
    settings
        .ca()
        .ifPresent(file -> net.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    return Redis.createClient(vertx, options);
  }
}
