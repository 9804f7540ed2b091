package dev.tickgate.node;

import dev.tickgate.access.AccessPolicy;
import dev.tickgate.access.Principal;
import dev.tickgate.auth.AuthServices;
import dev.tickgate.candle.CandleSettings;
import dev.tickgate.config.Config;
import dev.tickgate.demo.DemoPrices;
import dev.tickgate.diagnostics.LineSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The rights of clients by the configuration, and the additional rights of the demo. */
final class ClientRights {
  private ClientRights() {}

  /**
   * Returns the rules of the configuration. Measurements and the demo add topics that every client
   * may read.
   */
  static AccessPolicy access(Config config) {
    List<AccessPolicy.Rule> rules = new ArrayList<>(config.access().rules());
    if (config.diagnostics().sourcePort() > 0) {
      rules.add(AccessPolicy.open(LineSource.TOPIC.name()));
      rules.add(AccessPolicy.open(LineSource.TOPIC.name() + ".*"));
    }
    if (isOnlyDemo(config)) {
      config
          .realtime()
          .channels()
          .forEach(channel -> rules.add(AccessPolicy.open(channel.topic().name())));
      rules.add(AccessPolicy.open("stream.*"));
      rules.add(AccessPolicy.open(CandleSettings.TOPICS.text()));
    }
    return new AccessPolicy(rules, config.access().introduction());
  }

  /** Whether the node runs the demo in a database of its own: it has no data to protect. */
  static boolean isOnlyDemo(Config config) {
    return config.demo().enabled() && config.database().server().isEmpty();
  }

  /** Whether a principal may see connections and send the test event. */
  static boolean isAdmin(Config config, Principal principal, AuthServices auth) {
    // Without authentication, the page of the demo still shows its table and its button.
    return auth.tokenService()
        .map(service -> service.mayRevoke(principal))
        .orElseGet(() -> isOnlyDemo(config));
  }

  /** Returns the user for all clients of a demo without authentication; empty elsewhere. */
  static OptionalLong everybody(Config config, AuthServices auth) {
    return auth.tokenService().isEmpty() && isOnlyDemo(config)
        ? OptionalLong.of(DemoPrices.USER)
        : OptionalLong.empty();
  }
}
