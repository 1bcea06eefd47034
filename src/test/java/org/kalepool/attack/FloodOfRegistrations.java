package org.kalepool.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Registrations that nobody means to pay for, in the name of a member's payout wallet. */
interface FloodOfRegistrations extends Target {
  int FROM_ONE_ADDRESS = 20;

  @Test
  default void registrationsThatNobodyPaysForTakeNoPlaceAndTellNothing() throws IOException {
    JsonNode before = calls().get("/api/v1/poolers").good().at("/items/0");
    String pooler = before.path("pooler_id").asText();
    // The wallet of the first of those who farm here.
    String wish = Farming.wish(pooler, 1);
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < FROM_ONE_ADDRESS + 5; i++) {
      answers.add(
          fromElsewhere(
              "POST /api/v1/farmers HTTP/1.1\r\nHost: pool\r\nConnection: close\r\n"
                  + "Content-Type: application/json\r\nContent-Length: "
                  + wish.length()
                  + "\r\n\r\n"
                  + wish));
    }
    assertThat(answers.subList(0, FROM_ONE_ADDRESS))
        .allSatisfy(answer -> assertThat(RawConnection.status(answer)).isEqualTo(201));
    assertThat(answers.subList(FROM_ONE_ADDRESS, answers.size()))
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .startsWith("HTTP/1.1 429")
                    .contains("too_many_registrations")
                    .containsIgnoringCase("Retry-After: "));
    JsonNode after = calls().get("/api/v1/poolers").good().at("/items/0");
    assertThat(after.path("capacity_left").asInt())
        .as("places")
        .isEqualTo(before.path("capacity_left").asInt());
    assertThat(calls().call("POST", "/api/v1/farmers", null, Farming.wish(pooler, 99)).status())
        .as("somebody else")
        .isEqualTo(201);
  }

  /** From an address whose share of requests no other attack uses up. */
  private String fromElsewhere(String request) throws IOException {
    try (RawConnection connection = RawConnection.open(pool().url(), ATTACKER + 1)) {
      return connection.send(request).answer(PATIENCE);
    }
  }
}
