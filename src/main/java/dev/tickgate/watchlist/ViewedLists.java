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

/** The lists that somebody views, and what is known of them. Confined to the leader's loop. */
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

  /** Those of the lists whose items are known. */
  List<Long> known() {
    return lists.entrySet().stream()
        .filter(list -> list.getValue().version != NEW)
        .map(Map.Entry::getKey)
        .toList();
  }

  /**
   * The lists of which another version was read than the one whose items are known. Lists that are
   * not among them any more have been deleted.
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

  /** Takes items that were read after that version: those of it, or of a later one. */
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

  /** Of a list that nobody views any more: nothing. */
  private State state(long list) {
    return lists.getOrDefault(list, new State());
  }

  /** Messages of the lists were sent with that time. */
  void sent(Collection<Long> which, Instant time) {
    which.forEach(list -> state(list).sent = time);
  }

  /** Those of the lists that have had no message with that time. */
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
