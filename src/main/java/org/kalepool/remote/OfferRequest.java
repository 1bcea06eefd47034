package org.kalepool.remote;

import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.kalepool.kale.Hash;
import org.kalepool.web.Checks;
import org.kalepool.web.RequestRules;
import org.kalepool.web.Required;
import org.kalepool.web.UuidText;
import org.kalepool.web.Within;
import org.kalepool.work.OfferedWorks.Offer;

/** Works that a pooler hands over. */
@RegisterForReflection
@Schema(name = "OfferRequest")
record OfferRequest(
    @Schema(description = "The running block")
        @Required
        @Within(min = 0, max = PlantRequestBody.MOST_BLOCK)
        Long blockIndex,
    @Schema(description = "The key's own pooler") @Required @UuidText String poolerId,
    @Required
        @Size(max = MOST, message = "must be at most {max}; send the others in another request")
        List<@Valid Work> works) {
  static final int MOST = 500;

  /** A work that was found. */
  @RegisterForReflection
  @Schema(name = "OfferedWork")
  record Work(
      @Required @UuidText String farmerId,
      @Schema(description = "Unsigned 64-bit", minimum = "0", maximum = Nonces.MOST) @Required
          BigInteger nonce,
      @Schema(description = "Hexadecimal")
          @Required
          @Pattern(regexp = Nonces.HASH, message = Nonces.NO_HASH)
          String hash)
      implements RequestRules {
    @Override
    public void check(Checks checks) {
      Nonces.check(checks, nonce);
    }

    Offer offer() {
      return new Offer(UUID.fromString(farmerId), nonce.longValue(), Hash.ofHex(hash));
    }
  }
}
