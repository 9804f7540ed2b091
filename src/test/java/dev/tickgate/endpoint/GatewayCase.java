package dev.tickgate.endpoint;

import static org.awaitility.Awaitility.await;

import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.testing.Fixture;
import dev.tickgate.testing.GatewayFixture;
import dev.tickgate.testing.WsClient;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A gateway of two loops, and its clients. */
abstract class GatewayCase {
  static final String STREAM = "/ws/ticker_usd_jpy";
  static final String TICK =
      "{\"type\":\"ticker\",\"symbol\":\"USD_JPY\",\"bid\":151.245,\"ask\":151.249,\"mid\":151.247,"
          + "\"timestamp\":\"2026-02-16T13:05:10.123Z\",\"epoch\":7,\"offset\":%d}";

  @Fixture GatewayFixture gateway = new GatewayFixture(2, 100, Duration.ofSeconds(1));
  @Fixture final List<WsClient> clients = new ArrayList<>();

  @BeforeEach
  void start() {
    GatewayFixture.await(gateway.leader.serve());
  }

  static Publication second() {
    return Publication.at(GatewayFixture.TOPIC, new Position(7, 2), "{\"bid\":1}");
  }

  HttpResponse<?> get(WebClient http, String path) {
    return GatewayFixture.await(http.get(gateway.port(), "127.0.0.1", path).send());
  }

  WsClient connect(String path) {
    WsClient client = new WsClient(gateway.vertx, gateway.port(), path);
    clients.add(client);
    return client;
  }

  void publish(int ticks) {
    for (int i = 0; i < ticks; i++) {
      gateway.leader.publish();
    }
  }

  void awaitReady() {
    await().until(() -> gateway.replicas.incomplete().isEmpty());
  }
}
