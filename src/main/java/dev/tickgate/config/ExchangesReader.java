package dev.tickgate.config;

import dev.tickgate.config.Config.Demo;
import dev.tickgate.exchange.ExchangeSettings;
import dev.tickgate.feed.Feed;
import dev.tickgate.stream.TopicFilter;
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

  List<ExchangeSettings> read(Demo demo) {
    List<ExchangeSettings> enabled = new ArrayList<>();
    if (demo.onExchange()) {
      enabled.add(ExchangeSettings.simulated(DemoReader.VENUE));
    }
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

  /** Refuses feeds of tables with topics of an exchange: a topic has one feed. */
  void refuse(List<Feed> feeds, List<ExchangeSettings> enabled) {
    for (Feed feed : feeds) {
      TopicFilter topics = feed.symbols().topics();
      enabled.stream()
          .filter(exchange -> exchange.overlaps(topics))
          .forEach(
              exchange ->
                  reader.error(
                      "feeds",
                      "the feed %s has %s, and the exchange %s has %s and %s: choose another topic"
                          .formatted(
                              feed.name(),
                              topics.text(),
                              exchange.venue(),
                              exchange.quotes().text(),
                              exchange.frames().text())));
    }
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
