package dev.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {
  @Test
  void noProgramListensAtOneOfThem() throws IOException {
    List<ServerSocket> taken = new ArrayList<>();
    try {
      // Every one of them may be the neighbour of the next one that the system gives.
      for (int i = 0; i < 500; i++) {
        taken.add(new ServerSocket(0, 1, i % 2 == 0 ? null : InetAddress.getLoopbackAddress()));
      }
      for (int time = 0; time < 20; time++) {
        int first = FreePorts.inARow(10);

        assertThat(taken)
            .extracting(ServerSocket::getLocalPort)
            .noneMatch(port -> port >= first && port < first + 10);
      }
    } finally {
      for (ServerSocket one : taken) {
        one.close();
      }
    }
  }
}
