package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.RandomId;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.web.Checks;
import org.kalepool.web.ProblemException;

/** Lets a farmer join: checks all that was asked for, once for each key, and makes the token. */
@Singleton
final class Registration {
  private final Poolers poolers;
  private final CustodyOfNewcomers custody;
  private final FarmerTokens tokens;
  private final RegistrationsOnce once;
  private final RandomGenerator random;
  private final NewFarmers newcomers;
  private final Revivals revivals;

  Registration(
      Poolers poolers,
      CustodyOfNewcomers custody,
      FarmerTokens tokens,
      RegistrationsOnce once,
      RandomGenerator random,
      NewFarmers newcomers,
      Revivals revivals) {
    this.poolers = poolers;
    this.custody = custody;
    this.tokens = tokens;
    this.once = once;
    this.random = random;
    this.newcomers = newcomers;
    this.revivals = revivals;
  }

  /**
   * A registration as it came.
   *
   * @param client the address it comes from, as the rate limit sees it
   */
  record From(String client, @Nullable String idempotencyKey) {}

  /**
   * Registers, or gives the answer of the first time if the key was used for the same before.
   *
   * @throws ProblemException if it is refused; nothing was changed then
   */
  Registered register(RegisterRequest request, From from) {
    String idempotencyKey = from.idempotencyKey();
    try {
      check(request);
    } catch (ProblemException refused) {
      // What was made can be asked for again though it could not be made any more.
      return again(once.answered(idempotencyKey, request).orElseThrow(() -> refused), from);
    }
    FundingNeed.Quote quote = custody.quote();
    UUID id = RandomId.of(random);
    String token = tokens.make(id, idempotencyKey);
    Registered registered =
        once.register(
            idempotencyKey, request, () -> newcomers.add(id, request, token, quote, from.client()));
    return registered.farmerId().equals(id) ? registered.withToken(token) : again(registered, from);
  }

  private Registered again(Registered registered, From from) {
    revivals.revive(registered.farmerId(), from.client());
    return tokens
        .again(registered.farmerId(), String.valueOf(from.idempotencyKey()))
        .map(registered::withToken)
        .orElse(registered);
  }

  /** What neither the request nor its fields can tell by themselves. */
  private void check(RegisterRequest request) {
    Checks checks = new Checks();
    if (poolers.find(request.pooler()).filter(Pooler::active).isEmpty()) {
      checks.add("pooler_id", "names no active pooler");
    }
    custody.check(checks, request);
    checks.done();
  }
}
