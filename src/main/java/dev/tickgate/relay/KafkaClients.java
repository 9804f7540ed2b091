package dev.tickgate.relay;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of Kafka, with the settings that the guarantees of the relay need. */
final class KafkaClients {
  // A shorter outage aborts no transaction. The broker allows 15 minutes at most.
  private static final int TRANSACTION_MS = 300_000;
  private static final int BLOCK_MS = 10_000;
  private static final int MOST_RECORDS = 500;
  private static final int MOST_BYTES = 4 << 20;

  private final RelaySettings.Kafka settings;

  KafkaClients(RelaySettings.Kafka settings) {
    this.settings = settings;
  }

  private Map<String, Object> common() {
    Map<String, Object> properties = new HashMap<>(settings.client());
    properties.put("bootstrap.servers", settings.servers());
    properties.put("client.id", "tickgate");
    properties.put("reconnect.backoff.max.ms", 1_000);
    // The jar lacks the classes for it; the process exports the metrics of the relay.
    properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    // The client finds a topic that was created later within this time.
    properties.put("metadata.max.age.ms", 30_000);
    return properties;
  }

  /** Returns a consumer of the group; it replaces the former consumer at once. */
  KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> properties = common();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.id());
    // Kafka replaces a static member without waiting for the end of its session, and fences it.
    properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.id() + "-relay");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_BYTES);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MOST_BYTES);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Returns a producer that fences the producer of the former leader in initTransactions(). */
  KafkaProducer<String, byte[]> producer(String feed) {
    Map<String, Object> properties = common();
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, outId(feed));
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MS);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }

  /** Returns a consumer that reads the offsets of a group without joining it. */
  KafkaConsumer<String, byte[]> consumerOf(String group) {
    Map<String, Object> properties = common();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** Returns a client that checks whether a broker answers. */
  KafkaBrokers brokers() {
    Map<String, Object> properties = common();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BLOCK_MS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, BLOCK_MS);
    return new KafkaBrokers(Admin.create(properties), settings.servers());
  }

  /**
   * The transactional id of a feed, and the group whose offset is the position in the feed's
   * journal.
   */
  String outId(String feed) {
    return settings.id() + ".out." + feed;
  }
}
