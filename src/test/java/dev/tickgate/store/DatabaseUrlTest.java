package dev.tickgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tickgate.store.DatabaseUrl.Host;
import dev.tickgate.store.DatabaseUrl.Reading;
import dev.tickgate.store.DatabaseUrl.Reading.Malformed;
import dev.tickgate.store.DatabaseUrl.Reading.Read;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  private static final String SECRET = "s3cr";

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "s3cret s3cret",
        "a+b= a+b=",
        "a,b;c: a,b;c:",
        "a%2Fb%40c%3Ad a/b@c:d",
        "a%25b%3d a%b=",
        "%C3%A9%E2%82%AC é€",
        "a#b a#b",
        "a?b a?b",
        "a/b a/b",
        "a@b a@b",
        "12/34@5 12/34@5",
        "a&b=c a&b=c",
        "!$*()~'[] !$*()~'[]"
      })
  void aPasswordIsWhatLibpqTakesItFor(String written, String password) {
    DatabaseUrl url = url("postgresql://me:" + written + "@db:5433/quotes");

    assertThat(url.password()).contains(password);
    assertThat(url.user()).isEqualTo("me");
    assertThat(url.hosts()).containsExactly(new Host("db", 5433));
    assertThat(url.database()).isEqualTo("quotes");
  }

  @Test
  void partsMayBeParameters() {
    DatabaseUrl url = url("postgres:///?host=db&port=1&user=me&password=a%26b@c&dbname=q%20x");

    assertThat(url.hosts()).containsExactly(new Host("db", 1));
    assertThat(url.user()).isEqualTo("me");
    assertThat(url.password()).contains("a&b@c");
    assertThat(url.database()).isEqualTo("q x");
  }

  @Test
  void keywordsAndValuesAreReadToo() {
    DatabaseUrl url =
        url("host=db port = 7 user=me password='it\\'s \\\\ a' dbname=q sslmode=require");

    assertThat(url.hosts()).containsExactly(new Host("db", 7));
    assertThat(url.password()).contains("it's \\ a");
    assertThat(url.tls().mode()).isEqualTo(TlsMode.REQUIRE);
  }

  @Test
  void hostsAreAListWithPortsOfTheirOwn() {
    assertThat(url("postgresql://me@a,b:2,[::1]:3/q?target_session_attrs=read-write").hosts())
        .containsExactly(new Host("a", 5432), new Host("b", 2), new Host("::1", 3));
    assertThat(url("host=a,b port=6 user=me dbname=q").hosts())
        .containsExactly(new Host("a", 6), new Host("b", 6));
    assertThat(url("postgresql://me@%2Fvar%2Frun:1/q").hosts())
        .containsExactly(new Host("/var/run", 1));
    assertThat(url("postgresql://me@/q?host=/tmp").hosts()).containsExactly(new Host("/tmp", 5432));
  }

  @Test
  void parametersOfTheServerAreKept() {
    DatabaseUrl url =
        url("postgresql://me@db/q?application_name=a%20b&options=-c%20jit%3Doff&connect_timeout=3");

    assertThat(url.startup())
        .containsEntry("application_name", "a b")
        .containsEntry("options", "-c jit=off");
    assertThat(url.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(url("postgresql://me@db/q").startup()).isEmpty();
    assertThat(url("postgresql://me@db/q?keepalives=1&gssencmode=prefer").startup()).isEmpty();
  }

  @Test
  void encryptionIsThatOfLibpq() {
    assertThat(url("postgresql://me@db/q").tls().mode()).isEqualTo(TlsMode.PREFER);
    assertThat(url("postgresql://me@db/q?sslmode=disable").tls().mode()).isEqualTo(TlsMode.DISABLE);
    assertThat(url("postgresql://me@db/q?ssl=true").tls().mode()).isEqualTo(TlsMode.REQUIRE);
    assertThat(url("postgresql://me@db/q?sslmode=require&sslrootcert=/ca").tls())
        .isEqualTo(new Tls(TlsMode.VERIFY_CA, Optional.of("/ca"), Optional.empty()));
    assertThat(url("postgresql://me@db/q?sslrootcert=system").tls().mode())
        .isEqualTo(TlsMode.VERIFY_FULL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql://me:s3cr@db/q | the scheme",
        "jdbc:postgresql://me:s3cr@db/q | the scheme",
        "postgresql://:s3cr@db/q | no user",
        "postgresql://me:s3cr@/q | no host",
        "postgresql://me:s3cr@db | no database",
        "postgresql://me:s3cr/q | the port",
        "postgresql://me:s3cr@db:x/q | the port",
        "postgresql://me:s3cr@db:70000/q | the port",
        "postgresql://me:s3cr@a,,b/q | the host: one in the list is empty",
        "postgresql://me:s3cr@[::1/q | the host: \"[\"",
        "postgresql://me:s3cr%zz@db/q | the password: \"%\"",
        "postgresql://me:s3cr%@db/q | the password: \"%\"",
        "postgresql://me:s3cr%00@db/q | the password: \"%\"",
        "postgresql://me:s3cr%ff@db/q | the password: the bytes",
        "postgresql://m%e:s3cr@db/q | the user: \"%\"",
        "postgresql://me:s3cr@db/q?sslmode | a parameter after \"?\" has no \"=\"",
        "postgresql://me:s3cr@db/q?sslmode=sure | sslmode is not one of",
        "postgresql://me:s3cr@db/q?sslmode=verify-full | sslmode=verify-full needs sslrootcert",
        "postgresql://me:s3cr@db/q?sslmode=require&sslrootcert=system | sslrootcert=system needs",
        "postgresql://me:s3cr@db/q?sslcert=/x | sslcert and sslkey",
        "postgresql://me:s3cr@db/q?sslmod=require | unknown parameter sslmod",
        "postgresql://me:s3cr@db/q?channel_binding=require | channel_binding: only",
        "postgresql://me:s3cr@db/q?client_encoding=latin1 | client_encoding: only",
        "postgresql://me:s3cr@db/q?target_session_attrs=main | target_session_attrs is not one of",
        "postgresql://me:s3cr@db/q?connect_timeout=soon | connect_timeout is not",
        "host=a,b,c port=1,2 user=me password=s3cr dbname=q | the ports are not as many",
        "host=db user=me password='s3cr | it is neither",
        "me:s3cr | it is neither",
        "postgresql://me:x@s?s3cr@db/q | a parameter after \"?\" has no \"=\""
      })
  void theReasonNamesThePartAndNotThePassword(String text, String reason) {
    Reading reading = DatabaseUrl.read(text);

    assertThat(reading).isInstanceOf(Malformed.class);
    List<String> reasons = ((Malformed) reading).reasons();
    assertThat(reasons).anyMatch(each -> each.startsWith(reason));
    assertThat(reasons).noneMatch(each -> each.contains(SECRET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://me:s3cr@db/q",
        "postgresql://me:s3cr@a,b:2/q?target_session_attrs=primary&application_name=x",
        "postgresql:///q?user=me&password=s3cr@x&host=/tmp",
        "postgresql://h?user=me&password=s3cr@x&dbname=q",
        "host=db user=me password=s3cr dbname=q"
      })
  void itsTextIsTheSameUrlWithoutThePassword(String text) {
    DatabaseUrl url = url(text);

    assertThat(url.toString()).contains(":***@").doesNotContain(SECRET);
    DatabaseUrl again = url(url.toString());
    assertThat(again.hosts()).isEqualTo(url.hosts());
    assertThat(again.startup()).isEqualTo(url.startup());
    assertThat(again.target()).isEqualTo(url.target());
    assertThat(again.tls()).isEqualTo(url.tls());
  }

  private static DatabaseUrl url(String text) {
    Reading reading = DatabaseUrl.read(text);
    assertThat(reading).as(text).isInstanceOf(Read.class);
    return ((Read) reading).url();
  }

  @Test
  void aPasswordThatReadsLikeAHostAndADatabaseIsRefusedAndNotShown() {
    DatabaseUrl.Reading reading =
        DatabaseUrl.read("postgresql://tickgate:ch@nge/me@localhost:5432/market");

    assertThat(reading).isInstanceOf(DatabaseUrl.Reading.Malformed.class);
    assertThat(reading.toString()).contains("%40").doesNotContain("nge").doesNotContain("me@");
  }
}
