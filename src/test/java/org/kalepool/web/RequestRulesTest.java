package org.kalepool.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestRulesTest {
  private static final String ODD = "is {min}, ${user.home} or \\ and nothing else";

  private final Json json = StrictJson.make();

  /** A request's body, with its fields in another order than that of their names. */
  record Body(
      @Required @UuidText String ownerId,
      @Required @Within(min = 1, max = 250) Integer interval,
      @OneOf({"text", "id", "hash"}) @Nullable String kind,
      @Nullable String atLast)
      implements RequestRules {

    @Override
    public void check(Checks checks) {
      if (!checks.readable("at_last", atLast, "cannot be read: ", Moments::of) && atLast == null) {
        checks.add("at_last", ODD);
      }
    }
  }

  private void refused(String body, String... errors) {
    assertThatThrownBy(() -> json.read(body.replace('\'', '"'), Body.class))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem -> {
              assertThat(problem.kind()).isEqualTo(ProblemKind.VALIDATION_FAILED);
              assertThat(problem.errors())
                  .extracting(error -> error.field() + " " + error.message())
                  .containsExactly(errors);
            });
  }

  @Test
  void allThatIsWrongIsToldInTheOrderOfTheFields() {
    refused(
        "{'at_last': 'noon', 'interval': 251, 'kind': 'memo', 'owner_id': '1-1-1-1-1'}",
        "owner_id must be a UUID",
        "interval must be 1 to 250",
        "kind must be text, id or hash",
        "at_last cannot be read: must be a time in ISO 8601 with its zone, such as"
            + " 2027-01-01T00:00:00Z");
    refused("{}", "owner_id is missing", "interval is missing", "at_last " + ODD);
  }

  @Test
  void whatKeepsTheRulesIsTaken() {
    String id = "00000000-0000-0007-0000-000000000001";
    for (int interval : List.of(1, 250)) {
      assertThat(
              json.read(
                  "{\"owner_id\":\"%s\",\"interval\":%d,\"at_last\":\"2027-01-01T00:00:00Z\"}"
                      .formatted(id, interval),
                  Body.class))
          .isEqualTo(new Body(id, interval, null, "2027-01-01T00:00:00Z"));
    }
  }
}
