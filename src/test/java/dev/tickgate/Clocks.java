package dev.tickgate;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import dev.tickgate.auth.AuthVerticle;
import dev.tickgate.client.PublisherClient;
import dev.tickgate.cluster.Cluster;
import dev.tickgate.diagnostics.Diagnostics;
import dev.tickgate.endpoint.GatewayVerticle;
import dev.tickgate.event.Realtime;
import dev.tickgate.feed.FeedDatabases;
import dev.tickgate.feed.OutboxTable;
import dev.tickgate.feed.TableSources;
import dev.tickgate.lead.LeaderVerticle;
import dev.tickgate.replica.ReplicasVerticle;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Set;

/** Which code reads the clocks of the machine, and which hands them to the parts that it makes. */
final class Clocks {
  /** Beside the root and the package {@code node}. */
  private static final Set<String> COMPOSITION =
      Set.of(
          AuthVerticle.class.getName(),
          Cluster.class.getName(),
          Diagnostics.class.getName(),
          FeedDatabases.class.getName(),
          GatewayVerticle.class.getName(),
          LeaderVerticle.class.getName(),
          OutboxTable.class.getName(),
          PublisherClient.class.getName(),
          Realtime.class.getName(),
          ReplicasVerticle.class.getName(),
          TableSources.class.getName());

  private static final Set<String> TIMES =
      Set.of(
          Instant.class.getName(),
          LocalDate.class.getName(),
          LocalDateTime.class.getName(),
          LocalTime.class.getName(),
          OffsetDateTime.class.getName(),
          ZonedDateTime.class.getName());

  static final DescribedPredicate<JavaClass> COMPOSES =
      DescribedPredicate.describe(
          "put the parts of a node together",
          type ->
              type.getPackageName().equals("dev.tickgate")
                  || type.getPackageName().equals("dev.tickgate.node")
                  || measures(type)
                  || COMPOSITION.contains(type.getName()));

  static final DescribedPredicate<JavaMethodCall> READ =
      DescribedPredicate.describe(
          "a clock of the machine is read",
          call -> isReading(call.getTarget()) && !measures(call.getOriginOwner()));

  static final DescribedPredicate<JavaAccess<?>> HANDED_OUT =
      DescribedPredicate.describe(
          "a clock of the machine is handed out",
          access -> isReading(access.getTarget()) || isSource(access.getTarget()));

  private Clocks() {}

  /** The load generator reads the machine's clock, which is what it measures by. */
  static boolean measures(JavaClass type) {
    return type.getPackageName().equals("dev.tickgate.bench");
  }

  private static boolean isReading(AccessTarget target) {
    String owner = target.getOwner().getName();
    String name = target.getName();
    return owner.equals(System.class.getName())
            && (name.equals("nanoTime") || name.equals("currentTimeMillis"))
        || TIMES.contains(owner) && name.equals("now")
        || owner.equals(Date.class.getName()) && name.equals("<init>");
  }

  private static boolean isSource(AccessTarget target) {
    String owner = target.getOwner().getName();
    return (owner.equals(InstantSource.class.getName()) || owner.equals(Clock.class.getName()))
        && target.getName().startsWith("system");
  }
}
