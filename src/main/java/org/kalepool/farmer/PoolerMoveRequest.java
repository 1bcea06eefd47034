package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.kalepool.web.Required;
import org.kalepool.web.UuidText;

/** The body of PATCH /farmers/{id}/pooler. */
@RegisterForReflection
@Schema(name = "PoolerMoveRequest")
record PoolerMoveRequest(
    @Schema(description = "To whom the farmer goes, by the terms that GET /poolers/{id} shows")
        @Required
        @UuidText
        String poolerId) {

  UUID pooler() {
    return UUID.fromString(poolerId);
  }
}
