package dev.tickgate.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.config.Config;
import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.stream.TopicRoutes.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration decides which feed has a topic, and how the topic is delivered and kept. */
class RoutesTest {
  @TempDir private Path directory;

  private static final String FEEDS =
      """
      feeds:
        - { name: usd_jpy, table: t, key: time }
        - { name: fx, table: u, key: time, symbolColumn: pair, topicPrefix: ticks.fx. }
      """;

  @Test
  void applicationsPublishToTopicsOfEventsAloneAndEachIsDelivered() throws IOException {
    TopicRoutes routes = routes(FEEDS);

    for (String name : new String[] {"events.orders", "room.game_42", "user.7"}) {
      assertThat(route(routes, name).feed()).isEqualTo("events");
      assertThat(route(routes, name).publishable()).isTrue();
      assertThat(route(routes, name).policy().delivery()).isEqualTo(Delivery.EVERY);
      assertThat(route(routes, name).policy().history()).isEqualTo(1_000);
    }
    assertThat(route(routes, "ticks.USD_JPY").feed()).isEqualTo("usd_jpy");
    assertThat(route(routes, "ticks.fx.EUR_USD").feed()).isEqualTo("fx");
    assertThat(route(routes, "ticks.fx.EUR_USD").publishable()).isFalse();
    assertThat(routes.of(new Topic("chat.lobby"))).isEmpty();
    assertThat(routes.of(new Topic("ticks.GBP_USD"))).isEmpty();
  }

  @Test
  void entriesAddTopicsAndRefineOthersTheMostPreciseDecides() throws IOException {
    TopicRoutes routes =
        routes(
            FEEDS
                + """
                topics:
                  - { topics: "chat.*", history: 20 }
                  - { topics: "chat.big.*", delivery: latest }
                  - { topics: "room.*", history: 5, retention: 48h }
                """);

    assertThat(route(routes, "chat.a").policy().history()).isEqualTo(20);
    assertThat(route(routes, "chat.a").publishable()).isTrue();
    assertThat(route(routes, "chat.big.a").policy().delivery()).isEqualTo(Delivery.LATEST);
    assertThat(route(routes, "room.a").policy().history()).isEqualTo(5);
    assertThat(route(routes, "room.a").policy().delivery()).isEqualTo(Delivery.EVERY);
    assertThat(route(routes, "user.a").policy().history()).isEqualTo(1_000);
  }

  @ParameterizedTest
  @CsvSource({"1, 7, watchlists", "4, 7, watchlists.3", "4, 8, watchlists.0", "3, 7, watchlists.1"})
  void theIdOfAListDecidesWhichPartitionHasIt(int partitions, long list, String feed)
      throws IOException {
    TopicRoutes routes =
        routes("watchlists: { enabled: true, partitions: %d }".formatted(partitions));

    Route route = route(routes, "watchlist." + list);
    assertThat(route.feed()).isEqualTo(feed);
    assertThat(route.onDemand()).isTrue();
    assertThat(route.policy().history()).isEqualTo(1);
    assertThat(routes.isOnDemand(feed)).isTrue();
    assertThat(routes.feeds().stream().filter(name -> name.startsWith("watchlists")))
        .hasSize(partitions);
  }

  @Test
  void topicsOfTablesStayTheirsWithTheHistoryOfTheEntry() throws IOException {
    TopicRoutes routes =
        routes(
            FEEDS
                + """
                topics:
                  - { topics: "ticks.*", history: 30 }
                  - { topics: ticks.fx.EUR_USD, history: 40 }
                """);

    assertThat(route(routes, "ticks.USD_JPY").policy().history()).isEqualTo(30);
    assertThat(route(routes, "ticks.fx.CHF_USD").policy().history()).isEqualTo(30);
    assertThat(route(routes, "ticks.fx.EUR_USD").policy().history()).isEqualTo(40);
    assertThat(route(routes, "ticks.fx.EUR_USD").feed()).isEqualTo("fx");
    assertThat(route(routes, "ticks.fx.EUR_USD").publishable()).isFalse();
    assertThat(routes.of(new Topic("ticks.GBP_USD"))).isEmpty();
  }

  @Test
  void topicsOfExchangesStayTheirsWithTheHistoryOfTheEntry() throws IOException {
    TopicRoutes routes =
        routes(
            """
            feeds: []
            exchanges: { kraken: { enabled: true } }
            topics:
              - { topics: "ticks.*", history: 30 }
              - { topics: ticks.kraken.BTC_USD, history: 40 }
            """);

    assertThat(route(routes, "ticks.kraken.ETH_USD").policy().history()).isEqualTo(30);
    assertThat(route(routes, "ticks.kraken.BTC_USD").policy().history()).isEqualTo(40);
    assertThat(route(routes, "ticks.kraken.BTC_USD").publishable()).isFalse();
    assertThat(routes.of(new Topic("ticks.GBP_USD"))).isEmpty();
  }

  @Test
  void theJournalOfEventsKeepsThemForTheLongestRetention() throws IOException {
    assertThat(Routes.eventRetention(config(FEEDS))).isEqualTo(Duration.ofHours(24));
    assertThat(
            Routes.eventRetention(
                config(
                    FEEDS
                        + "topics: [{ topics: a.*, retention: 48h }, { topics: b.*, retention: 1h }]")))
        .isEqualTo(Duration.ofHours(48));
  }

  @Test
  void withoutEventsOnlyTablesHaveTopics() throws IOException {
    TopicRoutes routes = routes(FEEDS + "events: { enabled: false }");

    assertThat(routes.feeds()).containsExactlyInAnyOrder("usd_jpy", "fx");
    assertThat(routes.of(new Topic("room.a"))).isEmpty();
  }

  private static Route route(TopicRoutes routes, String topic) {
    return routes.of(new Topic(topic)).orElseThrow();
  }

  private TopicRoutes routes(String yaml) throws IOException {
    Config config = config(yaml);
    return Routes.of(config, config.feeds());
  }

  private Config config(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("tickgate.yaml"), yaml);
    Config.Loading loading =
        Config.load(
            Optional.of(file),
            Map.of("DATABASE_URL", "postgresql://me@db/quotes"),
            Optional.empty());
    assertThat(loading).isInstanceOf(Config.Loading.Ready.class);
    return ((Config.Loading.Ready) loading).config();
  }
}
