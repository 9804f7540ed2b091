package dev.tickgate.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.Main;
import dev.tickgate.testing.Document;
import dev.tickgate.testing.SourceFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands of the documents name options, tests, profiles and settings that exist. */
class CommandsTest {
  private static final Pattern PRODUCT = Pattern.compile("-jar \\S*tickgate\\.jar(.*)");
  private static final Pattern PROPERTY = Pattern.compile("-D([a-z]+\\.[a-zA-Z.]+)=");
  private static final String POM = Document.of("pom.xml").text();

  @Test
  void eachScriptIsOneForTheShell() throws Exception {
    for (Block block : Block.all("sh")) {
      Process shell = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
      try (var input = shell.outputWriter()) {
        input.write(block.text());
      }
      assertThat(shell.waitFor()).as(block.toString()).isZero();
    }
  }

  @Test
  void theProductKnowsEveryCommandAndOption() {
    List<String> commands = commands(PRODUCT).map(found -> found.group(1)).toList();

    assertThat(commands).hasSizeGreaterThan(20);
    for (String command : commands) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  command.replaceAll("[&|].*", "").replaceAll("\\$(SERVER|PID)", "1").split(" ")));
      arguments.removeIf(word -> word.isBlank() || word.equals("…") || word.equals("\"$@\""));
      arguments.add("--help");
      StringWriter told = new StringWriter();
      PrintWriter out = new PrintWriter(told, true);
      int code =
          new Main(Map.of(), config -> null, new CompletableFuture<>())
              .run(out, out, arguments.toArray(String[]::new));
      assertThat(code).as("%s%n%s", command, told).isZero();
    }
  }

  @Test
  void mavenFindsTheTestsAndProfiles() {
    Set<String> tests =
        SourceFiles.of("src/test/java")
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(Collectors.toSet());
    Set<String> named =
        commands(Pattern.compile("-D(?:it\\.)?test=([\\w,]+)"))
            .flatMap(found -> Arrays.stream(found.group(1).split(",")))
            .filter(name -> !name.equals("None"))
            .collect(Collectors.toSet());
    Set<String> profiles =
        commands(Pattern.compile("(?:^| )-P(\\w+)"))
            .map(f -> f.group(1))
            .collect(Collectors.toSet());

    assertThat(named).hasSizeGreaterThan(8).isSubsetOf(tests);
    assertThat(profiles).isNotEmpty().allMatch(name -> POM.contains("<id>" + name + "</id>"));
  }

  @Test
  void mavenKnowsTheSettings() {
    Set<String> read =
        SourceFiles.of("src/test/java")
            .flatMap(
                file ->
                    Pattern.compile("get(?:Integer|Boolean|Property|Long)\\(\\s*\"([a-z.]+)\"")
                        .matcher(SourceFiles.text(file))
                        .results())
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(commands(PROPERTY).map(found -> found.group(1)))
        .filteredOn(name -> !name.matches("(it|surefire|exec|jmh)\\..*"))
        .isNotEmpty()
        .allMatch(name -> read.contains(name) || POM.contains("<" + name + ">"));
  }

  @Test
  void theClientForJavaHasTheVersionOfThePom() throws IOException {
    String version = "<version>0.1.0-SNAPSHOT</version>";
    assertThat(Document.of("docs/publishing.md").block("xml")).contains(version);
    assertThat(POM.substring(0, POM.indexOf("<name>"))).contains(version);
  }

  private static Stream<MatchResult> commands(Pattern pattern) {
    return Block.all("sh").stream()
        .flatMap(block -> block.commands().stream())
        .flatMap(command -> pattern.matcher(command).results());
  }
}
