package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.kalepool.farmer.ApiProfile;

/** Who may listen to how many streams of events, over HTTP. */
@QuarkusTest
@TestProfile(ClientsProfile.class)
class ClientStreamsTest extends ClientsFixture {
  @Test
  void oneAddressCannotTakeEverybodysStreamsOfEvents() throws IOException {
    Response farmer = joined("203.0.113.80");
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        String address = "203.0.113." + (80 + i / 3);
        assertThat(listen(open, address, null)).startsWith("HTTP/1.1 200");
      }
      assertThat(listen(open, "203.0.113.80", null))
          .startsWith("HTTP/1.1 429")
          .containsIgnoringCase("retry-after: 30");
      assertThat(listen(open, "203.0.113.89", null))
          .startsWith("HTTP/1.1 503")
          .containsIgnoringCase("retry-after: 30")
          .contains("events_full");
      assertThat(listen(open, "203.0.113.80", farmer.path("token"))).startsWith("HTTP/1.1 200");
      assertThat(listen(open, "203.0.113.80", ApiProfile.OPERATOR_KEY)).startsWith("HTTP/1.1 200");
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** The head of the answer, and of a refusal all of it; the stream stays open. */
  private String listen(List<Socket> open, String forwarded, @Nullable String token)
      throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
    open.add(socket);
    socket.setSoTimeout(10_000);
    String request =
        "GET /api/v1/events HTTP/1.1\r\nHost: pool\r\nX-Forwarded-For: "
            + forwarded
            + (token == null ? "" : "\r\nAuthorization: Bearer " + token)
            + "\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    byte[] answer = new byte[4096];
    int length = 0;
    String text = "";
    while (!text.contains("\r\n\r\n")) {
      int read = socket.getInputStream().read(answer, length, answer.length - length);
      assertThat(read).isPositive();
      length += read;
      text = new String(answer, 0, length, StandardCharsets.US_ASCII);
    }
    return text;
  }
}
