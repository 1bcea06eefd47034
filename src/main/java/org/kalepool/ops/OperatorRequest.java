package org.kalepool.ops;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Checks;
import org.kalepool.web.Json;

/** The bodies of operators' commands. */
final class OperatorRequest {
  private static final int LONGEST_REASON = 500;
  private static final int MOST_THREADS = 1024;

  private OperatorRequest() {}

  /** Why something is done. */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(requiredProperties = "why")
  record Reason(
      @Schema(description = "For the record, and shown to the farmer", maxLength = LONGEST_REASON)
          @Nullable String why) {

    /** The reason in a request's body, without blanks around it. */
    static String in(@Nullable String body, Json json) {
      return json.read(body, Reason.class).checked();
    }

    private String checked() {
      Checks checks = new Checks();
      String text = why == null ? "" : why.strip();
      if (text.isEmpty()) {
        checks.add("why", "is missing");
      } else if (text.length() > LONGEST_REASON) {
        checks.add("why", "must have at most " + LONGEST_REASON + " characters");
      }
      checks.done();
      return text;
    }
  }

  /** How many threads hash. */
  @RegisterForReflection
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @Schema(requiredProperties = "threads")
  record Threads(@Schema(minimum = "1", maximum = "" + MOST_THREADS) @Nullable Integer threads) {

    int checked() {
      Checks checks = new Checks();
      int count = checks.within("threads", threads, 1, MOST_THREADS);
      checks.done();
      return count;
    }
  }
}
