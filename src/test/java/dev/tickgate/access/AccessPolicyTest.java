package dev.tickgate.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.access.AccessPolicy.Rule;
import dev.tickgate.access.Principal.Credential;
import dev.tickgate.protocol.ErrorCode;
import dev.tickgate.stream.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPolicyTest {
  private static final Principal SEVEN =
      new Principal(
          "7",
          Map.of("sub", List.of("7"), "role", List.of("staff", "admin"), "mail", List.of("a.b@c")),
          Credential.NONE);

  @ParameterizedTest
  @CsvSource({
    "ticks.USD_JPY,   ticks.USD_JPY,         true",
    "ticks.USD_JPY,   ticks.EUR_USD,         false",
    "ticks.USD_JPY,   ticks.USD_JPY.spot,    false",
    "ticks.*,         ticks.USD_JPY,         true",
    "ticks.*,         ticks.binance.BTCUSDT, true",
    "ticks.*,         ticks,                 false",
    "ticks.*,         ticksy.USD_JPY,        false",
    "user.{sub},      user.7,                true",
    "user.{sub},      user.8,                false",
    "user.{sub},      user.7.mail,           false",
    "user.{sub}.*,    user.7.mail,           true",
    "user.{sub}.*,    user.8.mail,           false",
    "desk.{role},     desk.admin,            true",
    "desk.{role},     desk.staff,            true",
    "desk.{role},     desk.root,             false",
    "user.{none},     user.7,                false",
    "mail.{mail},     mail.a.b@c,            false",
  })
  void aPatternNamesTopics(String pattern, String topic, boolean named) {
    AccessPolicy access =
        AccessPolicy.of(
            new Rule(new TopicPattern(pattern), new Grantee.Authenticated(), new Grantee.Nobody()));

    assertThat(access.mayRead(SEVEN, new Topic(topic))).isEqualTo(named);
    assertThat(access.mayWrite(SEVEN, new Topic(topic))).isFalse();
    assertThat(access.mayRead(Principal.ANYBODY, new Topic(topic))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "7.*", "", ".", "{sub}", "7\n", "user.7"})
  void aClaimGivesNothingButATopicWithThatVeryPart(String sub) {
    Principal sly = new Principal("x", Map.of("sub", List.of(sub)), Credential.NONE);
    AccessPolicy access =
        AccessPolicy.of(
            new Rule(
                new TopicPattern("user.{sub}"),
                new Grantee.Authenticated(),
                new Grantee.Authenticated()));

    for (String topic : List.of("user.7", "user.8", "user.", "user..", "user.7.8", "user.user.7")) {
      assertThat(access.mayRead(sly, new Topic(topic))).as(topic).isFalse();
      assertThat(access.mayWrite(sly, new Topic(topic))).as(topic).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "anybody,       true,  true",
    "authenticated, false, true",
    "role=admin,    false, true",
    "role=root,     false, false",
    "nobody,        false, false",
  })
  void aRuleIsForSomebody(String who, boolean anybody, boolean seven) {
    Rule rule =
        new Rule(new TopicPattern("a.*"), Grantee.parse(who).orElseThrow(), new Grantee.Nobody());

    assertThat(AccessPolicy.of(rule).mayRead(Principal.ANYBODY, new Topic("a.b")))
        .isEqualTo(anybody);
    assertThat(AccessPolicy.of(rule).mayRead(SEVEN, new Topic("a.b"))).isEqualTo(seven);
  }

  @Test
  void writingIsARightOfItsOwn() {
    AccessPolicy access =
        AccessPolicy.of(
            new Rule(
                new TopicPattern("in.*"),
                new Grantee.Nobody(),
                new Grantee.Claiming("role", "admin")),
            new Rule(new TopicPattern("out.*"), new Grantee.Authenticated(), new Grantee.Nobody()));

    assertThat(access.mayWrite(SEVEN, new Topic("in.a"))).isTrue();
    assertThat(access.mayRead(SEVEN, new Topic("in.a"))).isFalse();
    assertThat(access.mayRead(SEVEN, new Topic("out.a"))).isTrue();
    assertThat(access.mayWrite(SEVEN, new Topic("out.a"))).isFalse();
    assertThat(access.mayWrite(Principal.ANYBODY, new Topic("in.a"))).isFalse();
  }

  @Test
  void whatNoRuleNamesIsDenied() {
    assertThat(AccessPolicy.of().refusalToRead(SEVEN, new Topic("ticks.USD_JPY")))
        .contains(ErrorCode.ACCESS_DENIED);
  }

  @Test
  void whereAnIntroductionIsAskedForAnybodyMayNothing() {
    AccessPolicy access =
        new AccessPolicy(List.of(AccessPolicy.open("a.*")), Optional.of(Duration.ofSeconds(10)));

    assertThat(access.refusalToRead(Principal.ANYBODY, new Topic("a.b")))
        .contains(ErrorCode.UNAUTHORIZED);
    assertThat(access.refusalToRead(SEVEN, new Topic("a.b"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a.*.b", "a.{}", "a.b{sub}", "a..b", "a.", ".a", "a b", "a.**"})
  void whatIsNoPatternIsNotTaken(String text) {
    assertThat(TopicPattern.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "everybody", "role=", "=admin", "role = admin", "role=a b"})
  void whoIsNobodyKnownIsNotTaken(String text) {
    assertThat(Grantee.parse(text)).isEmpty();
  }
}
