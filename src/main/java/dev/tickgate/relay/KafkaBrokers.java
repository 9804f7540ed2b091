package dev.tickgate.relay;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Checks whether a broker answers. Consumers and producers report a time-out in the same way when a
 * broker answers and the group or the transaction is not ready. Confined to one thread.
 */
final class KafkaBrokers implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Admin admin;
  private final String servers;

  KafkaBrokers(Admin admin, String servers) {
    this.admin = admin;
    this.servers = servers;
  }

  /**
   * Returns the brokers; every user may request them.
   *
   * @throws KafkaUnreachable no broker answers in this time
   * @throws KafkaException a broker rejects the client
   */
  Collection<Node> check(Duration limit) throws KafkaUnreachable, InterruptedException {
    DescribeClusterOptions options =
        new DescribeClusterOptions().timeoutMs(Math.toIntExact(limit.toMillis()));
    return answer(admin.describeCluster(options).nodes());
  }

  /** Returns the names of the topics that the user may see. */
  Set<String> topics() throws KafkaUnreachable, InterruptedException {
    return answer(admin.listTopics().names());
  }

  private <T> T answer(KafkaFuture<T> asked) throws KafkaUnreachable, InterruptedException {
    try {
      return asked.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TimeoutException timeout) {
        throw new KafkaUnreachable(servers, timeout);
      }
      throw e.getCause() instanceof KafkaException rejected ? rejected : new KafkaException(e);
    }
  }

  /** Returns the reason of a time-out for operators. */
  String reason(TimeoutException timeout, Duration limit) throws InterruptedException {
    try {
      check(limit);
      return String.valueOf(timeout);
    } catch (KafkaUnreachable e) {
      return e.getMessage();
    } catch (KafkaException e) {
      return String.valueOf(e);
    }
  }

  @Override
  public void close() {
    admin.close(CLOSE);
  }
}
