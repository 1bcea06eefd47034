package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.web.Checks;
import org.kalepool.web.Moments;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;
import org.kalepool.web.UuidText;
import org.kalepool.web.Within;

/** A pooler's wish for plants. */
@RegisterForReflection
@Schema(name = "PlantRequest")
record PlantRequestBody(
    @Schema(description = "The running block, or the next one")
        @Required
        @Within(min = 0, max = MOST_BLOCK)
        Long blockIndex,
    @Schema(description = "The key's own pooler") @Required @UuidText String poolerId,
    @Schema(description = "How many farmers it can work for in the block")
        @Required
        @Within(min = 0, max = 1_000_000)
        Integer maxFarmersCapacity,
    @Schema(description = "When it was asked; nothing depends on it", format = "date-time")
        @Nullable String timestamp,
    @Schema(description = "How long to wait until nothing is pending; 20 without it")
        @Within(min = 0, max = MOST_WAIT)
        @Nullable Integer waitSeconds)
    implements RequestRules {
  static final long MOST_BLOCK = 0xffff_ffffL;
  static final long MOST_WAIT = 60;
  private static final int USUAL_WAIT = 20;

  @Override
  public void check(Checks checks) {
    checks.readable("timestamp", timestamp, "", Moments::of);
  }

  Duration patience() {
    return patience(waitSeconds);
  }

  /** The time that a request may wait, null where it says nothing. */
  static Duration patience(@Nullable Integer seconds) {
    return Duration.ofSeconds(seconds == null ? USUAL_WAIT : seconds);
  }
}
