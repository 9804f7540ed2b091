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

/** The rights of clients, by the configuration; the demo gives them more. */
final class ClientRights {
  private ClientRights() {}

  /** The rules of the configuration; measurements and the demo add topics that anybody may read. */
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

  /** Simulated events, and a database that only this demo uses: there is nothing to protect. */
  static boolean isOnlyDemo(Config config) {
    return config.demo().enabled() && config.database().server().isEmpty();
  }

  /** The principals that may see connections and send the test event. */
  static boolean isAdmin(Config config, Principal principal, AuthServices auth) {
    // Where clients cannot sign in, the demo's page has its table and its button all the same.
    return auth.tokenService()
        .map(service -> service.mayRevoke(principal))
        .orElseGet(() -> isOnlyDemo(config));
  }

  /** In the demo, where clients cannot sign in, everybody is its user. */
  static OptionalLong everybody(Config config, AuthServices auth) {
    return auth.tokenService().isEmpty() && isOnlyDemo(config)
        ? OptionalLong.of(DemoPrices.USER)
        : OptionalLong.empty();
  }
}
