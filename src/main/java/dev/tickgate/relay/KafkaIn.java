package dev.tickgate.relay;

import dev.tickgate.relay.RelaySettings.Identity;
import dev.tickgate.relay.RelaySettings.Inlet;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Publishes records of Kafka. It commits an offset after the records before it are published or
 * refused; the leader recognizes a record that is read again by its key. One batch of at most 500
 * records is in memory. A thread of its own polls Kafka; an event loop publishes.
 */
final class KafkaIn implements RelayPart {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final long PROBE = TimeUnit.SECONDS.toNanos(2);

  private final KafkaClients clients;
  private final Map<String, Inlet> inlets;
  private final InboundPublisher publisher;
  private final RelayReport report;
  private final Context context;
  private final LongSupplier nanos;
  private final RelayThread thread;
  // This field and the next are confined to the thread.
  private boolean publishing;
  private long probed;

  /**
   * @param context the context of the event loop that publishes
   */
  KafkaIn(
      RelaySettings.Kafka settings,
      InboundPublisher publisher,
      RelayReport report,
      Context context,
      LongSupplier nanos) {
    this.clients = new KafkaClients(settings);
    this.inlets =
        settings.in().stream().collect(Collectors.toMap(Inlet::from, Function.identity()));
    this.publisher = publisher;
    this.report = report;
    this.context = context;
    this.nanos = nanos;
    this.thread = new RelayThread("kafka-in", this::receive, report);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public Future<Void> stop() {
    publisher.stop();
    return thread.stop();
  }

  @Override
  public RelayReport report() {
    return report;
  }

  private void receive() throws Exception {
    try (KafkaBrokers brokers = clients.brokers()) {
      receive(brokers);
    }
  }

  private void receive(KafkaBrokers brokers) throws Exception {
    KafkaConsumer<String, byte[]> consumer = clients.consumer();
    try {
      publishing = false;
      probed = nanos.getAsLong();
      consumer.subscribe(inlets.keySet(), new PauseWhilePublishing(consumer));
      boolean goesOn = true;
      while (goesOn) {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          publish(consumer, records);
          consumer.commitSync(ANSWER);
        }
        probe(consumer, brokers);
        goesOn = thread.pause(0);
      }
    } finally {
      report.behindUnknown();
      // Clears the interrupt: an interrupted thread cannot close the client in order.
      Thread.interrupted();
      consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(ANSWER.dividedBy(5)));
    }
  }

  /**
   * Publishes records. Meanwhile it polls the paused partitions, so that Kafka does not revoke
   * them.
   */
  private void publish(
      KafkaConsumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records)
      throws Exception {
    CompletableFuture<Void> published = publish(records);
    publishing = true;
    consumer.pause(consumer.assignment());
    while (!isDone(published)) {
      measureWhilePublishing(consumer, records.count());
      if (!consumer.poll(Duration.ZERO).isEmpty()) {
        throw new IllegalStateException("Kafka gave records of a partition that is paused");
      }
    }
    publishing = false;
    consumer.resume(consumer.assignment());
  }

  private CompletableFuture<Void> publish(ConsumerRecords<String, byte[]> records) {
    List<InboundRecord> inbound = new ArrayList<>();
    records.forEach(record -> inbound.add(inbound(record)));
    CompletableFuture<Void> published = new CompletableFuture<>();
    context.runOnContext(
        now ->
            publisher
                .publish(inbound)
                .onSuccess(published::complete)
                .onFailure(published::completeExceptionally));
    return published;
  }

  private static boolean isDone(CompletableFuture<Void> published)
      throws InterruptedException, ExecutionException {
    try {
      published.get(1, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false; // not yet
    }
  }

  private InboundRecord inbound(ConsumerRecord<String, byte[]> record) {
    Inlet inlet = inlets.get(record.topic());
    String place = record.topic() + "/" + record.partition() + "/" + record.offset();
    // The timestamp distinguishes the records of a topic that was deleted and created again.
    String key =
        inlet.identity() == Identity.KEY && record.key() != null
            ? "kafka:" + record.topic() + ":" + record.key()
            : "kafka:" + place + "@" + record.timestamp();
    byte[] value = record.value() == null ? new byte[0] : record.value();
    return new InboundRecord(
        inlet.to(), key, new String(value, StandardCharsets.UTF_8), "kafka " + place);
  }

  /** Requests the backlog every 2 s: a poll alone does not fail while Kafka is unreachable. */
  private void probe(KafkaConsumer<String, byte[]> consumer, KafkaBrokers brokers)
      throws InterruptedException {
    if (!isProbeDue()) {
      return;
    }
    if (consumer.assignment().isEmpty()) {
      report.behindUnknown();
      report.failing(unassigned(brokers));
      return;
    }
    try {
      report.behind(behind(consumer));
      report.running();
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      report.behindUnknown();
      report.failing(brokers.reason(e, ANSWER));
    }
  }

  private String unassigned(KafkaBrokers brokers) throws InterruptedException {
    try {
      brokers.check(ANSWER);
      return "Kafka has assigned no partition of " + inlets.keySet();
    } catch (KafkaUnreachable e) {
      return e.getMessage();
    }
  }

  private boolean isProbeDue() {
    boolean isDue = nanos.getAsLong() - probed >= PROBE;
    probed = isDue ? nanos.getAsLong() : probed;
    return isDue;
  }

  private static long behind(KafkaConsumer<String, byte[]> consumer) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), ANSWER);
    long behind = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      behind += Math.max(0, end.getValue() - consumer.position(end.getKey(), ANSWER));
    }
    return behind;
  }

  /** Reports the backlog while a batch waits, for example because the feed has no leader. */
  private void measureWhilePublishing(KafkaConsumer<String, byte[]> consumer, int batch) {
    if (!isProbeDue()) {
      return;
    }
    try {
      report.behind(batch + behind(consumer));
    } catch (org.apache.kafka.common.errors.TimeoutException e) {
      report.behindUnknown(); // the publisher reports its own failure
    }
  }

  /** Pauses partitions that are assigned while records are being published. */
  private final class PauseWhilePublishing implements ConsumerRebalanceListener {
    private final KafkaConsumer<String, byte[]> consumer;

    PauseWhilePublishing(KafkaConsumer<String, byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (publishing) {
        consumer.pause(partitions);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
  }
}
