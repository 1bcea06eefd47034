package org.kalepool.exit;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.books.EarnedSplit;
import org.kalepool.farmer.Farmer;
import org.kalepool.farmer.FarmerState;
import org.kalepool.farmer.Farmers;
import org.kalepool.kale.Kale;
import org.kalepool.stellar.Action;
import org.kalepool.stellar.Transactions;
import org.kalepool.web.Audit;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/** Takes farmers' wishes to be paid of what they have earned, and takes them back. */
@Singleton
final class EarnedPayouts {
  private static final Duration DAY = Duration.ofDays(1);

  /** Each is a row that stays for good. */
  private static final int MOST_A_DAY = 24;

  private final Farmers farmers;
  private final EarnedAmounts amounts;
  private final WishRepository wishes;
  private final PayoutPlanRepository plans;
  private final ThresholdRepository thresholds;
  private final Transactions transactions;
  private final Audit audit;
  private final Clock clock;

  EarnedPayouts(
      Farmers farmers,
      EarnedAmounts amounts,
      WishRepository wishes,
      PayoutPlanRepository plans,
      ThresholdRepository thresholds,
      Transactions transactions,
      Audit audit,
      Clock clock) {
    this.farmers = farmers;
    this.amounts = amounts;
    this.wishes = wishes;
    this.plans = plans;
    this.thresholds = thresholds;
    this.transactions = transactions;
    this.audit = audit;
    this.clock = clock;
  }

  /** The newest below the cursor, newest first. */
  Page<PayoutWish> list(UUID farmer, Paging paging) {
    List<PayoutWish> rows =
        QuarkusTransaction.requiringNew().call(() -> wishes.page(farmer, paging)).stream()
            .map(PayoutWish::of)
            .toList();
    return Page.of(paging, rows, PayoutWish::id);
  }

  /**
   * What an amount would be shared into now.
   *
   * @param amount null for all that is earned
   * @throws ProblemException if less is earned
   */
  PayoutPreview preview(UUID farmer, @Nullable Long amount) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              requireCustody(farmer);
              Long threshold = thresholds.of(farmer).map(Kale::stroops).orElse(null);
              Kale most = amounts.most(farmer);
              if (amount == null && !most.isPositive()) {
                return PayoutPreview.none(threshold);
              }
              Kale asked = EarnedAmounts.asked(amount, most);
              EarnedSplit split = amounts.split(farmer, asked);
              return PayoutPreview.of(most.stroops(), split, threshold);
            });
  }

  /**
   * Notes a wish, in the caller's database transaction.
   *
   * @param amount stroops, null for all that is earned now
   * @throws ProblemException if it cannot be, saying why; nothing was changed then
   */
  PayoutWish ask(UUID farmer, @Nullable Long amount, String by) {
    requireActive(farmer);
    requireCustody(farmer);
    if (wishes.open(farmer).isPresent()) {
      throw new ProblemException(
          ProblemKind.CONFLICT,
          "Another payout is under way: wait for it, or withdraw it as long as it is not sent.");
    }
    if (wishes.askedSince(farmer, clock.instant().minus(DAY)) >= MOST_A_DAY) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_CHANGES,
          "Payouts can be asked for %d times in 24 hours.".formatted(MOST_A_DAY));
    }
    Kale asked = EarnedAmounts.asked(amount, amounts.most(farmer));
    wishes.ask(farmer, asked, by);
    audit.noteIfOperators(
        by, new Audit.Command("payout", farmer.toString(), asked.stroops() + " stroops"));
    return wishes.newest(farmer).map(PayoutWish::of).orElseThrow();
  }

  /** What lies in a vault is not the pool's to pay. */
  private void requireCustody(UUID farmer) {
    if (farmers.find(farmer).filter(Farmer::hasVault).isPresent()) {
      throw new ProblemException(
          ProblemKind.VAULT_OWNER,
          "Its owner withdraws whatever it likes, whenever it likes, by the vault's own function"
              + " withdraw.");
    }
  }

  /** Under the farmer's lock. */
  private void requireActive(UUID farmer) {
    switch (farmers.lock(farmer).orElse(FarmerState.REGISTERED)) {
      case ACTIVE -> {}
      case SUSPENDED ->
          throw new ProblemException(
              ProblemKind.FARMER_SUSPENDED, "Ask the pool's operator to resume it first.");
      case DEPARTED ->
          throw new ProblemException(
              ProblemKind.FARMER_DEPARTED, "It was paid out; GET the farmer shows how.");
      case LEAVING ->
          throw new ProblemException(
              ProblemKind.CONFLICT, "It leaves, and is paid all at the end.");
      case REGISTERED, FUNDED ->
          throw new ProblemException(ProblemKind.CONFLICT, "It does not farm yet.");
    }
  }

  /**
   * Takes the open wish back. Idempotent.
   *
   * @throws ProblemException if its payment is on its way
   */
  void withdraw(UUID farmer, String by) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              farmers.lock(farmer);
              wishes.open(farmer).ifPresent(wish -> withdraw(wish, by));
            });
  }

  private void withdraw(WishRepository.Open wish, String by) {
    boolean sent = transactions.open(wish.farmer(), null, Action.PAYOUT).isPresent();
    if (sent || plans.unseen(wish.id()).isPresent()) {
      throw new ProblemException(
          ProblemKind.SPLIT_SENT, "It was sent: what has become of it is known before long.");
    }
    wishes.end(wish.id(), WishEntity.End.WITHDRAWN);
    audit.noteIfOperators(by, new Audit.Command("withdraw-payout", wish.farmer().toString(), null));
  }

  /**
   * Has a farmer be paid whenever so much is earned.
   *
   * @param amount stroops, null for never
   * @throws ProblemException if it does not farm, or has changed this too often today
   */
  void threshold(UUID farmer, @Nullable Long amount, String by) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              requireActive(farmer);
              requireCustody(farmer);
              Instant since = clock.instant().minus(DAY);
              Long before = thresholds.of(farmer).map(Kale::stroops).orElse(null);
              if (Objects.equals(before, amount)) {
                return;
              }
              if (thresholds.setSince(farmer, since) >= MOST_A_DAY) {
                throw new ProblemException(
                    ProblemKind.TOO_MANY_CHANGES,
                    "The threshold can be changed %d times in 24 hours.".formatted(MOST_A_DAY));
              }
              thresholds.set(farmer, amount == null ? null : Kale.ofStroops(amount), by);
              audit.noteIfOperators(
                  by,
                  new Audit.Command("payout-threshold", farmer.toString(), String.valueOf(amount)));
            });
  }
}
