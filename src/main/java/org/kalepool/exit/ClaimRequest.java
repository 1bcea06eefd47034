package org.kalepool.exit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of POST /farmers/{id}/claims. */
@RegisterForReflection
@Schema(name = "ClaimRequest")
record ClaimRequest(
    @Schema(
            description = "72 hexadecimal digits, or B…",
            required = true,
            pattern = "^(0{8}[0-9a-fA-F]{64}|B[A-Z2-7]{57})$")
        @Nullable String balanceId) {}
