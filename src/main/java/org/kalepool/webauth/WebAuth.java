package org.kalepool.webauth;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.WalletFarmers;
import org.kalepool.farmer.WalletLogIns;
import org.kalepool.kale.Address;
import org.kalepool.kale.Destination;
import org.kalepool.kale.Memo;
import org.kalepool.stellar.AccountSigners;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.SignedChallenge;
import org.kalepool.wallet.Wallets;
import org.kalepool.web.Checks;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Logs in whoever can sign for a farmer's payout wallet. */
@Singleton
public final class WebAuth {
  private static final String ACCOUNT = "account";

  private final WebAuthDomains domains;
  private final Challenges challenges;
  private final UsedChallengeRepository used;
  private final Wallets wallets;
  private final WalletFarmers farmers;
  private final WalletLogIns logIns;
  private final Chain chain;
  private final Clock clock;

  WebAuth(
      WebAuthDomains domains,
      Challenges challenges,
      UsedChallengeRepository used,
      Wallets wallets,
      WalletFarmers farmers,
      WalletLogIns logIns,
      Chain chain,
      Clock clock) {
    this.domains = domains;
    this.challenges = challenges;
    this.used = used;
    this.wallets = wallets;
    this.farmers = farmers;
    this.logIns = logIns;
    this.chain = chain;
    this.clock = clock;
  }

  /**
   * What is asked for with a challenge, as it came.
   *
   * @param memo the id by which the account's owner tells its customers apart
   * @param homeDomain null if the asker takes the pool's only one
   */
  public record Wish(
      @Nullable String account, @Nullable String memo, @Nullable String homeDomain) {}

  /**
   * Makes a challenge.
   *
   * @return XDR in Base64, signed by the pool
   * @throws ProblemException if none can be made for this, naming the parameter
   */
  public String challenge(Wish wish) {
    WebAuthDomains.Domains names = domains.require();
    Checks checks = new Checks();
    if (wish.account() == null || wish.account().isBlank()) {
      checks.add(ACCOUNT, Checks.MISSING);
    } else {
      checks.readable(
          ACCOUNT, wish.account(), "is no valid account address (G… or M…): ", WebAuth::account);
    }
    if (wish.homeDomain() != null && !wish.homeDomain().equals(names.home())) {
      checks.add("home_domain", "must be " + names.home());
    }
    checks.readable("memo", wish.memo(), "is not valid: ", text -> new Memo(Memo.Kind.ID, text));
    checks.done();
    Destination account = account(String.valueOf(wish.account()));
    if (wish.memo() == null) {
      return challenges.make(notOurs(account));
    }
    if (account.id() != null) {
      throw ProblemException.invalid("memo", "must be left out with a muxed address (M…)");
    }
    return challenges.make(
        notOurs(new Destination(account.account(), null, new Memo(Memo.Kind.ID, wish.memo()))));
  }

  private static Destination account(String text) {
    Destination account = Destination.of(text, null);
    if (!account.account().isAccount()) {
      throw new IllegalArgumentException("a contract has no key to sign with");
    }
    return account;
  }

  private Destination notOurs(Destination wallet) {
    if (wallet.account().equals(wallets.signingKey())) {
      throw ProblemException.invalid(ACCOUNT, "is the pool's own");
    }
    return wallet;
  }

  /** Whether wallets can log in. */
  public boolean isSet() {
    return domains.isSet();
  }

  /** The passphrase of the network on which is signed. */
  public String passphrase() {
    return domains.require().passphrase();
  }

  /**
   * A wallet's log-in.
   *
   * @param issued for the farmer that it acts for
   * @param farmers all that are paid out to this wallet, see {@link WalletFarmers#of}
   */
  public record LoggedIn(WalletLogIns.Issued issued, List<UUID> farmers) {}

  /**
   * Takes a signed challenge, once.
   *
   * @param farmer whom to act for, of several with this wallet; null: the first of them
   * @throws ProblemException if it is not good, or nobody is paid out to the wallet; nothing was
   *     changed then, and the challenge can be answered again
   */
  public LoggedIn logIn(
      String envelope, @Nullable UUID farmer, WalletLogIns.Place place, Duration life) {
    Challenges.Answered answered = challenges.read(envelope);
    Address account = answered.challenge().wallet().account();
    check(answered, chain.signers(account).orElseGet(() -> AccountSigners.ofKey(account)));
    return QuarkusTransaction.requiringNew().call(() -> logIn(answered, farmer, place, life));
  }

  private LoggedIn logIn(
      Challenges.Answered answered,
      @Nullable UUID farmer,
      WalletLogIns.Place place,
      Duration life) {
    used.forget(clock.instant().minus(Challenges.LIFE));
    if (!used.use(answered.hash(), answered.challenge().until())) {
      throw Challenges.refused("This challenge was answered before: get another one.");
    }
    List<UUID> all =
        farmers.of(answered.challenge().wallet()).stream().map(WalletFarmers.PaidOut::id).toList();
    UUID chosen = farmer == null && !all.isEmpty() ? all.getFirst() : farmer;
    if (chosen == null || !all.contains(chosen)) {
      throw new ProblemException(
          ProblemKind.WALLET_UNKNOWN,
          farmer == null
              ? "The signature is good, and no farmer has this payout wallet: join with it."
              : "The signature is good, and farmer " + farmer + " has another payout wallet.");
    }
    return new LoggedIn(logIns.issue(chosen, answered.challenge().wallet(), place, life), all);
  }

  /** Every signature has to be by a signer of the account, and together they have to suffice. */
  private void check(Challenges.Answered answered, AccountSigners signers) {
    Address server = answered.challenge().server();
    Set<Address> signed = new HashSet<>();
    for (SignedChallenge.Signature signature : answered.signed()) {
      Address key =
          signers.weights().keySet().stream()
              .filter(it -> !it.equals(server) && !signed.contains(it))
              .filter(it -> Challenges.isBy(it, signature, answered.hash()))
              .findFirst()
              .orElseThrow(
                  () ->
                      Challenges.refused(
                          "A signature is by nobody who signs for this account, or is there"
                              + " twice."));
      signed.add(key);
    }
    Map<Address, Integer> weights = signers.weights();
    int weight = signed.stream().mapToInt(key -> weights.getOrDefault(key, 0)).sum();
    int needed = Math.max(1, signers.medium());
    if (weight < needed) {
      throw Challenges.refused(
          "The account asks for signatures that weigh %d, and these weigh %d."
              .formatted(needed, weight));
    }
  }
}
