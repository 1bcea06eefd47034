package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Destination;
import org.kalepool.web.Idempotency;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;

/** Knows a registration again that is asked for a second time with the same key. */
@Singleton
final class RegistrationsOnce {
  private static final int CREATED = 201;
  private static final String SCOPE = "POST /farmers";

  private final Idempotency idempotency;
  private final Json json;

  RegistrationsOnce(Idempotency idempotency, Json json) {
    this.idempotency = idempotency;
    this.json = json;
  }

  /**
   * What the same request with this key was answered before; empty if it was not.
   *
   * @throws ProblemException if the key was used for another
   */
  Optional<Registered> answered(@Nullable String key, RegisterRequest request) {
    return idempotency.answered(SCOPE, key, fingerprint(request)).map(this::read);
  }

  /**
   * Registers, or gives the answer of the first time.
   *
   * @param making runs in one database transaction with what is kept of the answer
   * @throws ProblemException if the key was used for another
   */
  Registered register(@Nullable String key, RegisterRequest request, Supplier<Registered> making) {
    return read(
        idempotency.once(
            SCOPE,
            key,
            fingerprint(request),
            () -> new Idempotency.Answer(CREATED, json.write(making.get()))));
  }

  private Registered read(Idempotency.Answer answer) {
    return json.stored(answer.body(), Registered.class);
  }

  /**
   * What makes a second request the same one. Stored, so that it begins for ever with the word that
   * it once began with.
   */
  private static String fingerprint(RegisterRequest request) {
    Destination payout = request.payout();
    String when = request.farmWhen() == null ? "" : ", farmWhen=" + request.farmWhen();
    String vault =
        request.custodyOrDefault() == FarmerCustody.VAULT
            ? ", vault=" + request.floorOrNone().stroops()
            : "";
    return "Wish[pooler=%s, payout=%s, stakePercentage=%d, harvestInterval=%d%s%s]"
        .formatted(
            request.pooler(),
            payout.memo() == null ? payout.text() : payout,
            request.stakePercentage(),
            request.harvestInterval(),
            when,
            vault);
  }
}
