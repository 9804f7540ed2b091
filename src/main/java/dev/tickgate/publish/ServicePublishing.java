package dev.tickgate.publish;

import dev.tickgate.bus.Bus;
import dev.tickgate.bus.ServicePublication;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Position;
import dev.tickgate.stream.Topic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The bus address {@code tickgate.publish}, at which services of the cluster publish. Several nodes
 * may run it; the bus distributes the requests among them in turn.
 */
public final class ServicePublishing extends VerticleBase {
  private final Bus bus;
  private final Publisher publisher;

  public ServicePublishing(Bus bus, Publisher publisher) {
    this.bus = bus;
    this.publisher = publisher;
  }

  @Override
  public Future<?> start() {
    return bus.publishing().serveServices(this::publish);
  }

  private Future<List<Position>> publish(ServicePublication publication) {
    if (publication.isAmbiguous()) {
      return refuse(
          PublishRefusal.of(
              ErrorCode.INVALID_PAYLOAD,
              "The request has payload and payloads.",
              OptionalInt.empty()));
    }
    Optional<Topic> topic = Topic.parse(publication.topic());
    return topic.isPresent()
        ? publisher.publish(topic.get(), publication.key(), publication.payloads())
        : refuse(new PublishRefusal(ErrorCode.INVALID_TOPIC));
  }

  private <T> Future<T> refuse(PublishRefusal refusal) {
    return Future.failedFuture(publisher.refused(refusal));
  }
}
