package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of POST /farmers/{id}/payout-proof. */
@RegisterForReflection
@Schema(name = "PayoutProofRequest", requiredProperties = "signature")
record PayoutProofRequest(
    @Schema(
            description =
                "Base64 of the payout wallet's signature of payout_proof_message, as SEP-53 has it")
        @Nullable String signature) {}
