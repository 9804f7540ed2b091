package dev.tickgate.relay;

import dev.tickgate.stream.Topic;
import dev.tickgate.stream.TopicFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The systems to connect to; empty where a system is not used. */
public record RelaySettings(Optional<Kafka> kafka, Optional<Redis> redis) {
  /** The identity of a record, by which the leader recognizes a repetition. */
  public enum Identity {
    /** Its position: partition and offset, or the id of the entry. */
    POSITION,
    /** The key that its producer set. */
    KEY
  }

  /**
   * Records to publish.
   *
   * @param from the name of their topic or stream in the other system
   */
  public record Inlet(String from, Topic to, Identity identity) {}

  /**
   * Kafka.
   *
   * @param id the consumer group, and the prefix of transactional ids; only this cluster may use it
   * @param client further properties of the clients, such as those for encryption
   * @param out the topics whose publications are sent; empty: none
   * @param target the topic of Kafka to which they are sent
   */
  public record Kafka(
      String servers,
      String id,
      Map<String, String> client,
      List<Inlet> in,
      List<TopicFilter> out,
      String target) {
    public Kafka {
      client = Map.copyOf(client);
      in = List.copyOf(in);
      out = List.copyOf(out);
    }
  }

  /**
   * Redis.
   *
   * @param ca a file with the certificates of the authorities that TLS trusts; empty: those of the
   *     JVM
   * @param id the consumer group, and the prefix of the key of the positions; only this cluster may
   *     use it
   * @param pattern the pattern of the channels whose messages are published, with * at its end;
   *     empty: none
   * @param out the topics whose publications are sent; empty: none
   * @param prefix the prefix of the name of a stream, before the name of its topic
   * @param maxLength the approximate number of entries that a stream keeps
   */
  public record Redis(
      String url,
      Optional<Path> ca,
      String id,
      String pattern,
      List<Inlet> in,
      List<TopicFilter> out,
      String prefix,
      int maxLength) {
    public Redis {
      in = List.copyOf(in);
      out = List.copyOf(out);
    }
  }

  public boolean isEmpty() {
    return kafka.isEmpty() && redis.isEmpty();
  }

  /** The names of the relays that are used. */
  List<String> names() {
    return Stream.concat(
            kafka.map(used -> Relays.KAFKA).stream(), redis.map(used -> Relays.REDIS).stream())
        .toList();
  }
}
