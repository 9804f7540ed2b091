package dev.tickgate.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemberListTest {
  @Test
  void anAddressOfThisMachineStandsForTheTenPortsFromIt() {
    MemberList list = MemberList.of(List.of("127.0.0.1:5701"), "127.0.0.1", 5701);

    assertThat(list.addresses())
        .hasSize(10)
        .startsWith("127.0.0.1:5701", "127.0.0.1:5702")
        .endsWith("127.0.0.1:5710");
    assertThat(list.sharesMachine()).isTrue();
  }

  @Test
  void anotherMachinesAddressStandsForItself() {
    MemberList list = MemberList.of(List.of("10.0.0.5:5701", "10.0.0.6"), "10.0.0.7", 5800);

    assertThat(list.addresses()).containsExactly("10.0.0.5:5701", "10.0.0.6:5800");
    assertThat(list.sharesMachine()).isFalse();
  }

  @Test
  void ourOwnNonLoopbackAddressCountsAsThisMachine() {
    MemberList list = MemberList.of(List.of("10.0.0.5:5701", "10.0.0.6:5701"), "10.0.0.6", 5701);

    assertThat(list.addresses())
        .hasSize(11)
        .contains("10.0.0.6:5702")
        .doesNotContain("10.0.0.5:5702");
    assertThat(list.sharesMachine()).isTrue();
  }

  @Test
  void portsEndWherePortsEnd() {
    assertThat(MemberList.of(List.of("[::1]:65534"), "::1", 1).addresses())
        .containsExactly("[::1]:65534", "[::1]:65535");
  }
}
