package dev.tickgate.config;

import dev.tickgate.exchange.ExchangeSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The exchanges that are used, of the group {@code exchanges}. */
final class ExchangesReader {
  private final SettingReader reader;

  ExchangesReader(SettingReader reader) {
    this.reader = reader;
  }

  List<ExchangeSettings> read() {
    List<ExchangeSettings> enabled = new ArrayList<>();
    for (String venue : ExchangeSettings.venues()) {
      String group = "exchanges." + venue;
      boolean isEnabled = reader.bool(group + ".enabled");
      reader
          .parsed(group + ".url", ExchangesReader::base, "a WebSocket base (wss://host:port)")
          .filter(url -> isEnabled)
          .ifPresent(url -> enabled.add(new ExchangeSettings(venue, url)));
    }
    return enabled;
  }

  private static Optional<URI> base(String text) {
    try {
      URI url = new URI(text);
      boolean isBase =
          ("ws".equals(url.getScheme()) || "wss".equals(url.getScheme()))
              && url.getHost() != null
              && url.getUserInfo() == null
              && url.getQuery() == null
              && (url.getPath().isEmpty() || url.getPath().equals("/"));
      return Optional.of(url).filter(parsed -> isBase);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
