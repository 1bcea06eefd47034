package org.kalepool.lab.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kalepool.lab.DemoClient;

class FarmersCallsTest {
  private HttpServer pool;
  private DemoClient client;
  private FarmersCalls calls;

  /** Answers /NUMBER with that status. */
  @BeforeEach
  void aPool() throws Exception {
    pool = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    pool.createContext(
        "/",
        exchange -> {
          int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    pool.start();
    client = new DemoClient("http://127.0.0.1:" + pool.getAddress().getPort());
    calls = new FarmersCalls(client);
  }

  @AfterEach
  void end() {
    client.close();
    pool.stop(0);
  }

  @Test
  void anInternalErrorDoesNotPassForARefusal() {
    assertThat(calls.call("GET", "/500", null, null)).isNull();
    assertThat(calls.takeFailures())
        .singleElement()
        .asString()
        .startsWith("GET /500 was answered with 500");
    assertThat(calls.takeFailures()).isEmpty();
  }

  @Test
  void whatThePoolRefusesOrCannotAnswerNowIsNoFailure() {
    assertThat(calls.call("POST", "/409", null, null)).isNull();
    assertThat(calls.call("POST", "/503", null, null)).isNull();
    assertThat(calls.call("GET", "/200", null, null)).isNotNull();
    assertThat(calls.takeFailures()).isEmpty();
    assertThat(calls.refused()).isEqualTo(2);
    assertThat(calls.made()).isEqualTo(3);
  }
}
