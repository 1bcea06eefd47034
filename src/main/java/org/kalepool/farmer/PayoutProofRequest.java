package org.kalepool.farmer;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;

/** The body of POST /farmers/{id}/payout-proof. */
@RegisterForReflection
@Schema(name = "PayoutProofRequest")
record PayoutProofRequest(
    @Schema(
            description =
                "Base64 of the payout wallet's signature of payout_proof_message, as SEP-53 has it")
        @Required
        String signature)
    implements RequestRules {

  @Override
  public void check(Checks checks) {
    if (signature != null && !isSignature(signature)) {
      checks.add("signature", "must be the 64 bytes of a signature in Base64");
    }
  }

  private static boolean isSignature(String text) {
    try {
      return Base64.getDecoder().decode(text).length == Ed25519.SIGNATURE_SIZE;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** 64 bytes. */
  byte[] signed() {
    return Base64.getDecoder().decode(signature);
  }
}
