package dev.tickgate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;

/** Who may know whom; the table of the design. */
@AnalyzeClasses(packages = "dev.tickgate", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.tickgate";

  /** A package, and the packages of ours it may know beside itself. A new one needs a row. */
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          Map.entry("market", Set.of()),
          Map.entry("stream", Set.of()),
          Map.entry("protocol", Set.of("stream", "market")),
          Map.entry("bus", Set.of("stream", "market")),
          Map.entry("store", Set.of()),
          Map.entry("feed", Set.of("bus", "market", "store", "stream")),
          Map.entry("exchange", Set.of("bus", "market", "stream")),
          Map.entry("relay", Set.of("bus", "market", "stream")),
          Map.entry("demo", Set.of("market", "store", "stream")),
          // Measures any server: knows nothing of ours.
          Map.entry("bench", Set.of()),
          Map.entry("transport", Set.of("protocol", "stream")),
          Map.entry("hub", Set.of("stream", "transport", "protocol")),
          Map.entry("auth", Set.of("bus", "hub", "protocol", "market", "store", "stream")),
          Map.entry("watchlist", Set.of("bus", "hub", "protocol", "market", "stream")),
          Map.entry("event", Set.of("bus", "hub", "protocol", "market", "stream")),
          Map.entry("room", Set.of("bus", "hub", "protocol", "market", "stream")),
          Map.entry(
              "gateway",
              Set.of(
                  "auth",
                  "bus",
                  "event",
                  "hub",
                  "market",
                  "protocol",
                  "room",
                  "stream",
                  "transport",
                  "watchlist")),
          // Implements the metrics interfaces that the others declare.
          Map.entry(
              "ops",
              Set.of(
                  "auth",
                  "bus",
                  "event",
                  "exchange",
                  "feed",
                  "gateway",
                  "hub",
                  "market",
                  "protocol",
                  "relay",
                  "room",
                  "stream",
                  "transport",
                  "watchlist")));

  @ArchTest
  static final ArchRule everyPackageKnowsOnlyWhatItMay =
      classes().that(not(resideInAPackage(ROOT))).should(knowOnlyWhatTheTableAllows());

  @ArchTest
  static final ArchRule nobodyKnowsTheRoot =
      noClasses()
          .that(not(resideInAPackage(ROOT)))
          .should()
          .dependOnClassesThat(resideInAPackage(ROOT));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule pureTypesKnowOnlyTheJdk =
      classes()
          .that(resideInAnyPackage(ROOT + ".market..", ROOT + ".stream.."))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", ROOT + ".market..", ROOT + ".stream.."));

  @ArchTest
  static final ArchRule onlyTheBusCallsTheEventBus =
      noClasses()
          .that(not(resideInAPackage(ROOT + ".bus..")))
          .should()
          .callMethod(Vertx.class, "eventBus")
          .orShould()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "com.hazelcast..", "io.vertx.spi.cluster..", "io.vertx.core.spi.cluster.."));

  @ArchTest
  static final ArchRule onlyTransportsTouchTheInsideOfVertx =
      noClasses()
          .that(not(resideInAnyPackage(ROOT + ".transport..", ROOT + ".bench..")))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "io.netty..",
                  "io.vertx.core.internal..",
                  "io.vertx.core.net.impl..",
                  "io.vertx.core.http.impl.."));

  @ArchTest
  static final ArchRule nothingOfOursIsAnImplementationPackage =
      noClasses().should().resideInAPackage(ROOT + "..impl..");

  private static ArchCondition<JavaClass> knowOnlyWhatTheTableAllows() {
    return new ArchCondition<>("know only what the table allows") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        String room = roomOf(from);
        Set<String> allowed = MAY_KNOW.get(room);
        if (allowed == null) {
          events.add(
              SimpleConditionEvent.violated(from, "the package %s has no row".formatted(room)));
          return;
        }
        from.getDirectDependenciesFromSelf().stream()
            .filter(dependency -> isOurs(dependency.getTargetClass()))
            .filter(
                dependency -> {
                  String to = roomOf(dependency.getTargetClass());
                  return !to.equals(room) && !allowed.contains(to);
                })
            .forEach(
                dependency ->
                    events.add(SimpleConditionEvent.violated(from, dependency.getDescription())));
      }
    };
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(ROOT + ".");
  }

  /** The first part of the package name below ours. */
  private static String roomOf(JavaClass type) {
    return type.getPackageName().substring(ROOT.length() + 1).split("\\.")[0];
  }
}
