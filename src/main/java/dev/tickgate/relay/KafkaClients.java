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
  // An outage that is shorter aborts no transaction. The broker allows 15 minutes at most.
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
    // The jar has no classes for it: metrics of the relay are those of the process.
    properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    // A topic that is created later is found by then.
    properties.put("metadata.max.age.ms", 30_000);
    return properties;
  }

  /** A consumer of the group; a new one takes the place of the one before at once. */
  KafkaConsumer<String, byte[]> consumer() {
    Map<String, Object> properties = common();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.id());
    // A member by name is replaced without waiting for the end of its session, and is told so.
    properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, settings.id() + "-relay");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_BYTES);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MOST_BYTES);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** A producer that ends the one of the former leader when its transactions begin. */
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

  /** A consumer that reads offsets of a group, and belongs to none. */
  KafkaConsumer<String, byte[]> consumerOf(String group) {
    Map<String, Object> properties = common();
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** A client that asks for brokers and topics. */
  Admin admin() {
    Map<String, Object> properties = common();
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BLOCK_MS);
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, BLOCK_MS);
    return Admin.create(properties);
  }

  /** The group whose offset is the place in the feed's journal, and the transactional id. */
  String outId(String feed) {
    return settings.id() + ".out." + feed;
  }
}
