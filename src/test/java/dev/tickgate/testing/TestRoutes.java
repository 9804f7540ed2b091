package dev.tickgate.testing;

import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import dev.tickgate.stream.TopicPolicy;
import dev.tickgate.stream.TopicRoutes;
import dev.tickgate.stream.TopicRoutes.Route;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Routes of topics; each feed has the name of its topic or filter. */
public final class TestRoutes {
  public static final TopicRoutes NONE = new TopicRoutes(List.of());

  private TestRoutes() {}

  public static TopicRoutes of(int history, Topic... topics) {
    return of(history, Stream.of(topics).map(Topic::name).toArray(String[]::new));
  }

  public static TopicRoutes of(int history, String... filters) {
    return new TopicRoutes(
        Stream.of(filters).map(filter -> route(filter, Delivery.LATEST, history)).toList());
  }

  public static Route route(String filter, Delivery delivery, int history) {
    TopicPolicy policy = new TopicPolicy(delivery, history, Duration.ofHours(24));
    return new Route(new TopicFilter(filter), filter, policy, false);
  }
}
