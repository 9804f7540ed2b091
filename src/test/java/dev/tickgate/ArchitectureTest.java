package dev.tickgate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which package may know which; the same table as in docs/architecture.md. */
@AnalyzeClasses(packages = "dev.tickgate", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.tickgate";

  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|[^|]*\\|([^|]*)\\|");
  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  /** A package, and the packages of ours it may know beside itself: the table of the document. */
  private static final Map<String, Set<String>> MAY_KNOW = table();

  private static Map<String, Set<String>> table() {
    String text;
    try {
      text = Files.readString(Path.of("docs/architecture.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Set<String>> table = new HashMap<>();
    String section = text.substring(text.indexOf("## Packages"));
    section
        .substring(0, section.indexOf("`ArchitectureTest`"))
        .lines()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .forEach(row -> table.put(row.group(1), names(row.group(2))));
    return table;
  }

  private static Set<String> names(String cell) {
    return NAME.matcher(cell).results().map(name -> name.group(1)).collect(Collectors.toSet());
  }

  @ArchTest
  static void theTableNamesTheseAndNoOtherPackages(JavaClasses classes) {
    Set<String> found =
        classes.stream()
            .filter(type -> !type.getPackageName().equals(ROOT))
            .map(ArchitectureTest::roomOf)
            .collect(Collectors.toSet());
    assertThat(MAY_KNOW.keySet()).isEqualTo(found);
  }

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
  static final ArchRule theClientOfPublishersKnowsOnlyTheJdk =
      classes()
          .that(resideInAPackage(ROOT + ".client.."))
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT + ".client.."));

  @ArchTest
  static final ArchRule nothingOfTheServerKnowsTheClientOfPublishers =
      noClasses()
          .that(not(resideInAPackage(ROOT + ".client..")))
          .should()
          .dependOnClassesThat(resideInAPackage(ROOT + ".client.."));

  @ArchTest
  static final ArchRule onlyBusAndClusterCallTheEventBus =
      noClasses()
          .that(not(resideInAnyPackage(ROOT + ".bus..", ROOT + ".cluster..")))
          .should()
          .callMethod(Vertx.class, "eventBus");

  @ArchTest
  static final ArchRule onlyTheClusterKnowsHazelcast =
      noClasses()
          .that(not(resideInAPackage(ROOT + ".cluster..")))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "com.hazelcast..", "io.vertx.spi.cluster..", "io.vertx.core.spi.cluster.."));

  @ArchTest
  static final ArchRule onlyTransportsAndTheHttpEdgeTouchTheInsideOfVertx =
      noClasses()
          .that(not(resideInAnyPackage(ROOT + ".transport..", ROOT + ".http..", ROOT + ".bench..")))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "io.netty..",
                  "io.vertx.core.internal..",
                  "io.vertx.core.net.impl..",
                  "io.vertx.core.http.impl.."));

  @ArchTest
  static final ArchRule clocksAreReadThroughWhatWasGivenOnly =
      noClasses()
          .should()
          .callMethodWhere(Clocks.READ)
          .because("a test must be able to set them: take a LongSupplier or an InstantSource");

  @ArchTest
  static final ArchRule partsGetTheirClocksFromWhatPutsThemTogether =
      noClasses()
          .that(not(Clocks.COMPOSES))
          .should(ArchConditions.accessTargetWhere(Clocks.HANDED_OUT));

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
