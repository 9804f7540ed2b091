package dev.tickgate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker of Kafka in a separate process; it keeps its data while it is stopped. */
public final class KafkaFixture implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(120);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  // After a kill, the controller rejects the broker until the session of the former broker has
  // ended.
  private static final String PROPERTIES =
      """
      process.roles=broker,controller
      node.id=1
      controller.quorum.bootstrap.servers=127.0.0.1:%2$d
      listeners=PLAINTEXT://127.0.0.1:%1$d,SECURE://127.0.0.1:%4$d,CONTROLLER://127.0.0.1:%2$d
      advertised.listeners=PLAINTEXT://127.0.0.1:%1$d,SECURE://127.0.0.1:%4$d
      listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SECURE:%5$s,CONTROLLER:PLAINTEXT
      inter.broker.listener.name=PLAINTEXT
      controller.listener.names=CONTROLLER
      log.dirs=%3$s
      num.partitions=3
      offsets.topic.num.partitions=1
      offsets.topic.replication.factor=1
      transaction.state.log.num.partitions=1
      transaction.state.log.replication.factor=1
      transaction.state.log.min.isr=1
      group.initial.rebalance.delay.ms=0
      broker.heartbeat.interval.ms=500
      broker.session.timeout.ms=3000
      """;

  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required";
  private static final String TLS =
      """
      listener.name.secure.ssl.keystore.type=PEM
      listener.name.secure.ssl.keystore.location=%1$s
      listener.name.secure.sasl.enabled.mechanisms=PLAIN
      listener.name.secure.plain.sasl.jaas.config=%2$s user_tickgate="%3$s";
      """;

  private final int port = Ports.free();
  private final int securePort = Ports.free();
  private final Path folder;
  private final Path file;
  private ChildProcess process;

  public KafkaFixture() {
    this("PLAINTEXT", "");
  }

  /** Returns a broker that creates no topic by itself. */
  public static KafkaFixture withoutTopics() {
    return new KafkaFixture("PLAINTEXT", "auto.create.topics.enable=false\n");
  }

  /** Returns a broker with a second listener, for the user {@code tickgate} over TLS. */
  public static KafkaFixture secure(Certificates.Pair certificate, String password) {
    try {
      Path both = certificate.cert().resolveSibling("keystore.pem");
      Files.writeString(
          both, Files.readString(certificate.key()) + Files.readString(certificate.cert()));
      return new KafkaFixture("SASL_SSL", TLS.formatted(both, LOGIN, password));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KafkaFixture(String protocol, String further) {
    try {
      folder = Files.createTempDirectory("kafka");
      file = folder.resolve("server.properties");
      String properties =
          PROPERTIES.formatted(port, Ports.free(), data(), securePort, protocol) + further;
      Files.writeString(file, properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  private Path data() {
    return folder.resolve("data");
  }

  /** Starts the broker, also after a stop. */
  public void start() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-Xmx384m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            KafkaMain.class.getName(),
            file.toString(),
            data().toString());
    try {
      process = ChildProcess.start(builder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process.await("broker on port " + port, START, this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** Kills the broker. */
  public void kill() {
    process.kill();
    process.awaitExit(ANSWER);
  }

  public String servers() {
    return "127.0.0.1:" + port;
  }

  /** Returns the address of the listener for the user {@code tickgate} over TLS. */
  public String secureServers() {
    return "127.0.0.1:" + securePort;
  }

  /** Writes the properties of a client of {@link #secureServers}; returns the file. */
  public static Path clientProperties(Path folder, Path authorities, String password) {
    try {
      return Files.writeString(
          folder.resolve("client.properties"),
          """
          security.protocol=SASL_SSL
          ssl.truststore.type=PEM
          ssl.truststore.location=%s
          sasl.mechanism=PLAIN
          sasl.jaas.config=%s username="tickgate" password="%s";
          """
              .formatted(authorities, LOGIN, password));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a unique name for a topic, a group or a client. */
  public static String name() {
    return "t" + UUID.randomUUID().toString().replace("-", "");
  }

  /** Sends values with their keys, in order. */
  public void send(String topic, List<Map.Entry<String, String>> records) {
    Map<String, Object> properties = Map.of("bootstrap.servers", servers(), "acks", "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      for (Map.Entry<String, String> record : records) {
        producer
            .send(new ProducerRecord<>(topic, record.getKey(), record.getValue()))
            .get(ANSWER.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the committed records of a topic at present, by partition and in order. */
  public List<ConsumerRecord<String, String>> records(String topic) {
    Map<String, Object> properties =
        Map.of("bootstrap.servers", servers(), "isolation.level", "read_committed");
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (PartitionInfo partition : consumer.partitionsFor(topic, ANSWER)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey(), ANSWER) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  /** Returns the text of a header. */
  public static String header(ConsumerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
