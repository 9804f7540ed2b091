package dev.tickgate.watchlist;

import dev.tickgate.stream.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lists that have viewers, with their cached items. Confined to the leader's loop. */
final class ViewedLists {
  private static final long NEW = -1;

  private final Map<Long, State> lists = new HashMap<>();

  private static final class State {
    private long version = NEW;
    private List<Item> items = List.of();
    private Instant sent = Instant.MIN;
  }

  void add(long list) {
    lists.putIfAbsent(list, new State());
  }

  void remove(long list) {
    lists.remove(list);
  }

  Set<Long> ids() {
    return Set.copyOf(lists.keySet());
  }

  /** The lists whose items are known. */
  List<Long> known() {
    return lists.entrySet().stream()
        .filter(list -> list.getValue().version != NEW)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The lists whose version differs from the version of their cached items. A list without a
   * version has been deleted; its cached items are dropped.
   *
   * @param versions the stored version of each list
   */
  List<Long> outdated(Map<Long, Long> versions) {
    List<Long> outdated = new ArrayList<>();
    lists.forEach(
        (id, state) -> {
          Long version = versions.get(id);
          if (version == null) {
            state.version = NEW;
            state.items = List.of();
          } else if (version != state.version) {
            outdated.add(id);
          }
        });
    return outdated;
  }

  /** Stores items that were read after the version; they are of that version or a later one. */
  void update(long list, long version, List<Item> items) {
    Optional.ofNullable(lists.get(list))
        .ifPresent(
            state -> {
              state.version = version;
              state.items = items;
            });
  }

  List<Item> items(long list) {
    return state(list).items;
  }

  Set<Long> companies(Collection<Long> of) {
    Set<Long> companies = new HashSet<>();
    of.forEach(list -> items(list).forEach(item -> companies.add(item.companyId())));
    return companies;
  }

  Set<Topic> topics() {
    Set<Topic> topics = new HashSet<>();
    lists
        .values()
        .forEach(state -> state.items.forEach(item -> item.topic().ifPresent(topics::add)));
    return topics;
  }

  /** The state of a list; a new, empty state where the list has no viewer any more. */
  private State state(long list) {
    return lists.getOrDefault(list, new State());
  }

  /** Records that messages of the lists were sent with that time. */
  void sent(Collection<Long> which, Instant time) {
    which.forEach(list -> state(list).sent = time);
  }

  /** The given lists whose last message has another time. */
  List<Long> without(Instant time, Collection<Long> of) {
    return of.stream().filter(list -> !state(list).sent.equals(time)).toList();
  }

  /** The lists with an item whose prices come from the topic. */
  List<Long> with(Topic topic) {
    Optional<Topic> wanted = Optional.of(topic);
    return lists.entrySet().stream()
        .filter(list -> list.getValue().items.stream().anyMatch(i -> i.topic().equals(wanted)))
        .map(Map.Entry::getKey)
        .toList();
  }
}
