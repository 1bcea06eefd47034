package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.RandomId;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Chain;
import org.kalepool.wallet.Wallets;
import org.kalepool.web.Checks;
import org.kalepool.web.Idempotency;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.Token;

/** Lets a farmer join: checks all that was asked for, makes the wallet and the token. */
@Singleton
final class Registration {
  private static final int CREATED = 201;
  private static final String SCOPE = "POST /farmers";

  private final FarmerRepository repository;
  private final FarmerSettings settings;
  private final Admission admission;
  private final Clock clock;
  private final RandomGenerator random;
  private final Poolers poolers;
  private final FarmerTerms terms;
  private final PayoutWallets payouts;
  private final Wallets wallets;
  private final Chain chain;
  private final FundingNeed need;
  private final FarmerTokens tokens;
  private final Idempotency idempotency;
  private final RegistrationLimits limits;
  private final Lapsed lapsed;
  private final PayoutProofs proofs;
  private final Json json;

  Registration(
      FarmerRepository repository,
      FarmerSettings settings,
      Admission admission,
      Clock clock,
      RandomGenerator random,
      Poolers poolers,
      FarmerTerms terms,
      PayoutWallets payouts,
      Wallets wallets,
      Chain chain,
      FundingNeed need,
      FarmerTokens tokens,
      Idempotency idempotency,
      RegistrationLimits limits,
      Lapsed lapsed,
      PayoutProofs proofs,
      Json json) {
    this.repository = repository;
    this.settings = settings;
    this.admission = admission;
    this.clock = clock;
    this.random = random;
    this.poolers = poolers;
    this.terms = terms;
    this.payouts = payouts;
    this.wallets = wallets;
    this.chain = chain;
    this.need = need;
    this.tokens = tokens;
    this.idempotency = idempotency;
    this.limits = limits;
    this.lapsed = lapsed;
    this.proofs = proofs;
    this.json = json;
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
      return again(
          idempotency
              .answered(SCOPE, idempotencyKey, fingerprint(request))
              .orElseThrow(() -> refused),
          from);
    }
    FundingNeed.Quote quote = need.quote(chain.terms());
    UUID id = RandomId.of(random);
    String token = tokens.make(id, idempotencyKey);
    Idempotency.Answer answer =
        idempotency.once(
            SCOPE,
            idempotencyKey,
            fingerprint(request),
            () ->
                new Idempotency.Answer(
                    CREATED, json.write(store(id, request, token, quote, from))));
    Registered registered = json.stored(answer.body(), Registered.class);
    return registered.farmerId().equals(id) ? registered.withToken(token) : again(answer, from);
  }

  private Registered again(Idempotency.Answer answer, From from) {
    Registered registered = json.stored(answer.body(), Registered.class);
    revive(registered.farmerId(), from.client());
    return tokens
        .again(registered.farmerId(), String.valueOf(from.idempotencyKey()))
        .map(registered::withToken)
        .orElse(registered);
  }

  /**
   * Brings a lapsed registration back to life, which counts as a new one. Does nothing if there is
   * none. In the caller's database transaction, if there is one.
   *
   * @throws ProblemException if too many wait; nothing was changed then
   */
  void revive(UUID farmer, String client) {
    QuarkusTransaction.joiningExisting()
        .run(
            () -> {
              if (lapsed.revive(farmer)) {
                limits.check(client);
                limits.add(farmer, client);
              }
            });
  }

  /** What neither the request nor its fields can tell by themselves. */
  private void check(RegisterRequest request) {
    Checks checks = new Checks();
    if (poolers.find(request.pooler()).filter(Pooler::active).isEmpty()) {
      checks.add("pooler_id", "names no active pooler");
    }
    if (payouts.isPools(request.payout().account())) {
      checks.add("payout_wallet", "belongs to the pool; name an account of your own");
    }
    payouts.checkOnChain(checks, request.payout());
    checks.done();
  }

  /**
   * What makes a second request the same one. Stored, so that it begins for ever with the word that
   * it once began with.
   */
  private static String fingerprint(RegisterRequest request) {
    Destination payout = request.payout();
    String when = request.farmWhen() == null ? "" : ", farmWhen=" + request.farmWhen();
    return "Wish[pooler=%s, payout=%s, stakePercentage=%d, harvestInterval=%d%s]"
        .formatted(
            request.pooler(),
            payout.memo() == null ? payout.text() : payout,
            request.stakePercentage(),
            request.harvestInterval(),
            when);
  }

  private Registered store(
      UUID id, RegisterRequest request, String token, FundingNeed.Quote quote, From from) {
    Destination payout = request.payout();
    if (!admission.hasRoom(request.pooler())) {
      throw new ProblemException(
          ProblemKind.POOLER_FULL, "Choose another pooler, or come back when somebody has left.");
    }
    limits.check(from.client());
    Address custodial = wallets.offer(id);
    repository.persistAndFlush(
        new FarmerEntity(
            id,
            request.pooler(),
            FarmerCustody.CUSTODIAL,
            custodial,
            payout,
            Token.hash(token),
            clock.instant()));
    settings.add(
        id, request.stakePercentage(), request.harvestInterval(), request.when(), "farmer");
    limits.add(id, from.client());
    return new Registered(
        id,
        null,
        custodial.text(),
        payout.text(),
        PayoutWallets.memo(payout),
        PayoutWallets.memoType(payout),
        FarmerState.REGISTERED.name(),
        request.pooler(),
        request.stakePercentage(),
        request.harvestInterval(),
        terms.current(id).shareBasisPoints(),
        need.paymentUri(custodial, quote.total()),
        Registered.Funding.of(quote),
        limits.lapses(clock.instant()),
        payout.isShared() ? null : proofs.message(id, custodial));
  }
}
