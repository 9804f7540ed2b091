package dev.tickgate.relay;

import dev.tickgate.lead.JournalReader;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Publication;
import dev.tickgate.stream.TopicFilter;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;

/**
 * Sends the publications of a feed to a topic of Kafka. One transaction commits the records and the
 * position in the journal, so that each publication is sent once. The transactional id fences the
 * producer of a former leader. A thread of its own reads the journal and blocks on Kafka.
 */
final class KafkaOut implements RelayPart {
  private static final int PAGE = 256;
  private static final long POLL_MS = 200;
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration CHECK = Duration.ofSeconds(10);
  private static final long PROBE = TimeUnit.SECONDS.toNanos(5);
  private static final Duration CLOSE = Duration.ofSeconds(1);
  // Kafka removes an offset after days without a commit, and the journal removes entries after a
  // day: the relay commits its position again after this time.
  private static final long KEEP = TimeUnit.MINUTES.toNanos(10);

  private final KafkaClients clients;
  private final JournalReader journal;
  private final List<TopicFilter> topics;
  private final String target;
  private final RelayReport report;
  private final LongSupplier nanos;
  private final RelayThread thread;
  // The partition under which the group stores the position in the journal: every topic has
  // partition 0.
  private final TopicPartition place;
  // This field and the next three are confined to the thread. Null until Kafka has returned the
  // position.
  private Position at;
  private ConsumerGroupMetadata group;
  private long kept;
  private long answered;

  KafkaOut(
      RelaySettings.Kafka settings, JournalReader journal, RelayReport report, LongSupplier nanos) {
    this.clients = new KafkaClients(settings);
    this.journal = journal;
    this.topics = settings.out();
    this.target = settings.target();
    this.report = report;
    this.nanos = nanos;
    this.place = new TopicPartition(target, 0);
    this.thread = new RelayThread("kafka-out-" + journal.feed(), this::send, report);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public Future<Void> stop() {
    return thread.stop();
  }

  @Override
  public RelayReport report() {
    return report;
  }

  private void send() throws Exception {
    // Reads before it fences the producer of another process: a process without its database cannot
    // determine whether it still leads.
    read(JournalReader.BEGIN, 1);
    measure();
    try (KafkaBrokers brokers = clients.brokers()) {
      brokers.check(CHECK);
      send(brokers);
    }
  }

  private void send(KafkaBrokers brokers) throws Exception {
    KafkaProducer<String, byte[]> producer = clients.producer(journal.feed());
    try {
      producer.initTransactions();
      producer.partitionsFor(target); // creates the topic where the broker does that
      findPlace();
      kept = nanos.getAsLong();
      answered = kept;
      report.running();
      boolean goesOn = true;
      while (goesOn) {
        JournalReader.Page page = read(at, PAGE);
        relay(producer, page, brokers);
        probe(brokers);
        goesOn = thread.pause(page.publications().isEmpty() ? POLL_MS : 0);
      }
    } finally {
      // A thread that is interrupted closes nothing in order.
      Thread.interrupted();
      producer.close(CLOSE);
    }
  }

  private JournalReader.Page read(Position after, int limit) throws Exception {
    return answer(journal.after(after, limit));
  }

  /** Reports the backlog, which grows while Kafka is unreachable. */
  private void measure() throws Exception {
    if (at != null) {
      report.behind(answer(journal.behind(at)));
    }
  }

  private static <T> T answer(Future<T> asked) throws Exception {
    return asked
        .toCompletionStage()
        .toCompletableFuture()
        .get(ANSWER.toSeconds(), TimeUnit.SECONDS);
  }

  /** Reads the position in the journal that was committed last. */
  private void findPlace() {
    try (KafkaConsumer<String, byte[]> consumer =
        clients.consumerOf(clients.outId(journal.feed()))) {
      OffsetAndMetadata offset = consumer.committed(Set.of(place), ANSWER).get(place);
      at = offset == null ? JournalReader.BEGIN : Position.parse(offset.metadata()).orElseThrow();
      group = consumer.groupMetadata();
    }
  }

  /** Checks the broker: an idle producer does not report that it is unreachable. */
  private void probe(KafkaBrokers brokers) throws Exception {
    if (nanos.getAsLong() - answered > PROBE) {
      brokers.check(CHECK);
      answered = nanos.getAsLong();
    }
  }

  private void relay(
      KafkaProducer<String, byte[]> producer, JournalReader.Page page, KafkaBrokers brokers)
      throws Exception {
    if (page.restarted()) {
      report.restarted(journal.feed(), page.end().epoch());
    }
    List<Publication> matching =
        page.publications().stream()
            .filter(one -> TopicFilter.anyMatches(topics, one.topic()))
            .toList();
    boolean isOld = nanos.getAsLong() - kept > KEEP;
    boolean hasHole = page.missing() > 0;
    if (!matching.isEmpty() || hasHole || isOld && !page.end().equals(JournalReader.BEGIN)) {
      producer.beginTransaction();
      for (Publication one : matching) {
        java.util.concurrent.Future<RecordMetadata> sent = producer.send(record(one));
        if (sent.isDone()) {
          // While Kafka is unreachable, send() blocks, and then only its future reports the
          // failure.
          sent.get();
        }
      }
      producer.sendOffsetsToTransaction(Map.of(place, offset(page.end())), group);
      commit(producer, brokers);
      kept = nanos.getAsLong();
      answered = kept;
      report.count(RelayEvent.SENT, matching.size());
      // After the commit: where an earlier step fails, the page is read again.
      report.lost(journal.feed(), page.missing());
    }
    at = page.end();
    report.behind(page.behind());
  }

  /**
   * Repeats a commit that times out, for as long as Kafka is unreachable: a repeated commit has the
   * same effect.
   */
  private void commit(KafkaProducer<String, byte[]> producer, KafkaBrokers brokers)
      throws Exception {
    boolean committed = false;
    while (!committed) {
      try {
        producer.commitTransaction();
        committed = true;
      } catch (TimeoutException e) {
        if (thread.isStopping()) {
          throw e;
        }
        report.failing(brokers.reason(e, CHECK));
        measure();
      }
    }
    report.running();
  }

  private ProducerRecord<String, byte[]> record(Publication publication) {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(target, publication.topic().name(), publication.json());
    Headers headers = record.headers();
    headers.add("topic", bytes(publication.topic().name()));
    headers.add("epoch", bytes(Long.toString(publication.position().epoch())));
    headers.add("offset", bytes(Long.toString(publication.position().offset())));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static OffsetAndMetadata offset(Position place) {
    return new OffsetAndMetadata(place.offset(), place.toString());
  }
}
