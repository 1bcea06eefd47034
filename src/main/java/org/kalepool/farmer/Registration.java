package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.kalepool.db.RandomId;
import org.kalepool.kale.Destination;
import org.kalepool.pooler.FarmerTerms;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Chain;
import org.kalepool.vault.Vault;
import org.kalepool.web.Checks;
import org.kalepool.web.Idempotency;
import org.kalepool.web.Json;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.Token;

/** Lets a farmer join: checks all that was asked for, makes out wallet or vault, and the token. */
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
  private final CustodyOfNewcomers custody;
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
      CustodyOfNewcomers custody,
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
    this.custody = custody;
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
    custody.check(checks, request);
    checks.done();
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

  private Registered store(
      UUID id, RegisterRequest request, String token, FundingNeed.Quote quote, From from) {
    Destination payout = request.payout();
    if (!admission.hasRoom(request.pooler())) {
      throw new ProblemException(
          ProblemKind.POOLER_FULL, "Choose another pooler, or come back when somebody has left.");
    }
    limits.check(from.client());
    CustodyOfNewcomers.Place place = custody.place(id, request, quote);
    repository.persistAndFlush(
        new FarmerEntity(
            id,
            request.pooler(),
            request.custodyOrDefault(),
            place.address(),
            payout,
            Token.hash(token),
            clock.instant()));
    settings.add(
        id, request.stakePercentage(), request.harvestInterval(), request.when(), "farmer");
    limits.add(id, from.client());
    return registered(id, request, place);
  }

  private Registered registered(UUID id, RegisterRequest request, CustodyOfNewcomers.Place place) {
    Destination payout = request.payout();
    Vault vault = place.vault();
    int share = terms.current(id).shareBasisPoints();
    if (vault != null && vault.making().basisPoints() != share) {
      throw new IllegalStateException("the terms of farmer " + id + " are not its vault's");
    }
    boolean proves = !payout.isShared() && payout.account().isAccount();
    return new Registered(
        id,
        null,
        request.custodyOrDefault().name(),
        place.address().text(),
        payout.text(),
        PayoutWallets.memo(payout),
        PayoutWallets.memoType(payout),
        FarmerState.REGISTERED.name(),
        request.pooler(),
        request.stakePercentage(),
        request.harvestInterval(),
        share,
        place.paymentUri(),
        place.funding(),
        limits.lapses(clock.instant()),
        proves ? proofs.message(id, place.address()) : null,
        vault == null ? null : VaultAnswer.of(vault));
  }
}
