package dev.tickgate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
  // The first port that Linux uses for outgoing connections.
  private static final int EPHEMERAL = 32_768;

  @Test
  void aPortIsGivenOnceAndIsNoneThatAnOutgoingConnectionMayTake() {
    List<Integer> ports = IntStream.range(0, 200).mapToObj(n -> Ports.free()).toList();

    assertThat(ports).doesNotHaveDuplicates().allMatch(port -> port >= 1024 && port < EPHEMERAL);
  }

  @Test
  void aPortOfAClusterIsGivenToNoOtherProgram() {
    int cluster = Ports.ofCluster();

    int next = Ports.free(1, IntStream.range(cluster, Ports.END + 1_000).iterator()::nextInt);

    assertThat(next).isGreaterThanOrEqualTo(cluster + 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
  void aPortOnWhichAProgramListensIsNotGiven(String address) throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      int taken = listening.getLocalPort();

      assertThat(Ports.free(1, candidates(taken))).isNotEqualTo(taken);
    }
  }

  @Test
  void aRowOfPortsHasNoneOnWhichAProgramListens() throws IOException {
    try (ServerSocket listening = new ServerSocket(0)) {
      int taken = listening.getLocalPort();

      assertThat(Ports.free(10, candidates(taken - 9, taken))).isNotIn(taken - 9, taken);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "surefire.test.class.path", matches = ".+")
  void theBuildTellsEachJvmItsNumber() {
    assertThat(Integer.getInteger("tests.fork")).isBetween(1, 4);
  }

  @Test
  void jvmsBesideEachOtherHavePortsOfTheirOwn() {
    int own = Ports.END - Ports.FIRST;

    assertThat(List.of(Ports.first(1), Ports.first(2), Ports.first(3), Ports.first(4)))
        .containsExactly(10_000, 10_000 + own, 10_000 + 2 * own, 10_000 + 3 * own);
    assertThat(Ports.first(4) + own).isLessThan(EPHEMERAL);
  }

  /** Returns these candidates, and then the whole range. */
  private static IntSupplier candidates(int... first) {
    return IntStream.concat(IntStream.of(first), IntStream.range(Ports.FIRST, Ports.END)).iterator()
        ::nextInt;
  }
}
