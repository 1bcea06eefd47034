package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.kalepool.pooler.Heartbeats.Beat;
import org.kalepool.web.Required;
import org.kalepool.web.Within;

/** What a pooler's machine says of itself. */
@RegisterForReflection
@Schema(name = "HeartbeatRequest")
record HeartbeatRequest(
    @Schema(description = "Of its program")
        @Required
        @Size(min = 1, max = 100, message = "must have 1 to {max} characters")
        String version,
    @Schema(description = "Hashes a second, mean of the last minute")
        @Required
        @Within(min = 0, max = Long.MAX_VALUE)
        Long hashRate,
    @Required @Within(min = 0, max = 1_000_000) Integer threads,
    @Schema(description = "How many farmers it can work for in a block")
        @Required
        @Within(min = 0, max = 1_000_000)
        Integer capacity,
    @Schema(description = "The running block, as its own node says")
        @Within(min = 0, max = 0xffff_ffffL)
        @Nullable Long blockIndex,
    @Schema(description = "Whether it wants no plants for now") @Required Boolean paused) {

  Beat beat() {
    return new Beat(version, hashRate, threads, capacity, blockIndex, paused);
  }
}
