package dev.tickgate.hub;

import dev.tickgate.stream.Delivery;
import dev.tickgate.stream.Pace;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicPolicy;
import dev.tickgate.stream.TopicRoutes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The topics of a hub: those that the node always keeps, and those with a subscription. The hub
 * removes other topics with their last subscription, because clients may invent any number of
 * names. Confined to the hub's event loop.
 */
final class Topics {
  private final Map<Topic, TopicSessions> topics = new HashMap<>();
  private final HubSettings settings;
  private TopicInterest interest = TopicInterest.NONE;
  private long generations;
  private final Scheduler scheduler;
  private final Group.Release release;

  Topics(HubSettings settings, Scheduler scheduler, Group.Release release) {
    this.settings = settings;
    this.scheduler = scheduler;
    this.release = release;
  }

  /** Sets the listener, and calls it for each topic that is kept only for its subscriptions. */
  void tell(TopicInterest told) {
    interest = told;
    topics.values().stream()
        .filter(subscribers -> !subscribers.isPinned())
        .forEach(subscribers -> told.wanted(subscribers.topic, subscribers.generation));
  }

  TopicSessions of(Topic topic) {
    return topics.computeIfAbsent(topic, this::create);
  }

  private TopicSessions create(Topic topic) {
    Optional<TopicRoutes.Route> route = settings.routes().of(topic);
    Optional<TopicPolicy> policy = route.map(TopicRoutes.Route::policy);
    TopicSessions subscribers =
        new TopicSessions(
            topic,
            ++generations,
            policy.map(TopicPolicy::delivery).orElse(Delivery.LATEST),
            policy.map(TopicPolicy::history).orElse(settings.history()),
            scheduler,
            release);
    if (route.isPresent() && route.get().topics().single().isPresent()) {
      subscribers.pin();
    }
    return subscribers;
  }

  Optional<TopicSessions> find(Topic topic) {
    return Optional.ofNullable(topics.get(topic));
  }

  /** Whether the hub keeps the topic. */
  boolean has(Topic topic) {
    return topics.containsKey(topic);
  }

  Subscription subscribe(Session session, Topic topic, Pace pace, boolean delta) {
    boolean first = !has(topic);
    TopicSessions subscribers = of(topic);
    Subscription subscription = new Subscription(session, subscribers, pace, delta);
    subscribers.subscribed(subscription);
    if (first && !subscribers.isPinned()) {
      interest.wanted(topic, subscribers.generation);
    }
    return subscription;
  }

  void unsubscribe(Subscription subscription) {
    if (!subscription.isServed()) {
      return;
    }
    TopicSessions subscribers = subscription.topic;
    subscribers.unsubscribed(subscription);
    if (subscribers.isIdle()) {
      topics.remove(subscribers.topic);
      interest.unwanted(subscribers.topic);
    }
  }

  /** The newest publications of the topic, oldest first. */
  List<Publication> newest(Topic topic, int limit) {
    TopicSessions subscribers = topics.get(topic);
    return subscribers == null ? List.of() : subscribers.history.tail(limit);
  }

  List<TopicSessions> all() {
    return List.copyOf(topics.values());
  }

  /** Returns the first topics after a name, each with the number of its subscriptions. */
  SortedMap<String, Integer> page(String after, int limit) {
    TreeMap<String, Integer> page = new TreeMap<>();
    for (TopicSessions subscribers : topics.values()) {
      String name = subscribers.topic.name();
      if (name.compareTo(after) > 0) {
        page.put(name, subscribers.subscribers());
        if (page.size() > limit) {
          page.pollLastEntry();
        }
      }
    }
    return page;
  }

  int size() {
    return topics.size();
  }

  int groups() {
    return topics.values().stream().mapToInt(TopicSessions::groups).sum();
  }
}
