package dev.tickgate.testing;

import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.publish.PublishMetrics;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the codes of refused requests to publish. */
public final class CountingPublishMetrics implements PublishMetrics {
  private final List<ErrorCode> refusals = new CopyOnWriteArrayList<>();

  @Override
  public void published(int publications, long nanos) {}

  @Override
  public void refused(ErrorCode code) {
    refusals.add(code);
  }

  @Override
  public void repeated() {}

  /** Returns the codes of all refusals, in their order. */
  public List<ErrorCode> refusals() {
    return List.copyOf(refusals);
  }
}
