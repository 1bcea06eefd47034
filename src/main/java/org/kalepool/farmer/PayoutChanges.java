package org.kalepool.farmer;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Destination;
import org.kalepool.web.Audit;
import org.kalepool.web.Checks;
import org.kalepool.web.Page;
import org.kalepool.web.Paging;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;

/**
 * Changes of payout wallets. Only who has logged in by the wallet that is in force can ask for one;
 * it waits for a day, in which everybody who can act for the farmer sees it and can stop it.
 */
@Singleton
public final class PayoutChanges {
  private static final Logger LOG = Logger.getLogger(PayoutChanges.class);
  private static final String WALLET = "payout_wallet";

  /** How long one waits. The database holds to it, too. */
  static final Duration WAIT = Duration.ofHours(24);

  private static final int MOST_A_DAY = 10;

  private final PayoutChangeRepository repository;
  private final FarmerRepository rows;
  private final StoredFarmers farmers;
  private final PayoutWallets wallets;
  private final WalletLogIns logIns;
  private final Audit audit;
  private final Clock clock;

  PayoutChanges(
      PayoutChangeRepository repository,
      FarmerRepository rows,
      StoredFarmers farmers,
      PayoutWallets wallets,
      WalletLogIns logIns,
      Audit audit,
      Clock clock) {
    this.repository = repository;
    this.rows = rows;
    this.farmers = farmers;
    this.wallets = wallets;
    this.logIns = logIns;
    this.audit = audit;
    this.clock = clock;
  }

  /** How one has ended. Stored by name. */
  enum End {
    /** The farmer is paid out there. */
    DONE,
    /** Somebody who acts for the farmer, or an operator, has stopped it. */
    STOPPED,
    /** Another farmer has the wallet by now, or the farmer has left. */
    REFUSED
  }

  /** A change as it is shown. */
  @RegisterForReflection
  @Schema(name = "PayoutChange")
  public record Change(
      String payoutWallet,
      @Nullable String payoutMemo,
      @Schema(enumeration = {"text", "id", "hash"}) @Nullable String payoutMemoType,
      Instant askedAt,
      @Schema(description = "In force from then on, unless it is stopped") Instant dueAt,
      @Nullable Instant endedAt,
      @Schema(enumeration = {"DONE", "STOPPED", "REFUSED"}) @Nullable String endedAs,
      @Nullable String endedBy) {
    private static Change of(PayoutChangeEntity row) {
      Destination wallet = row.destination();
      return new Change(
          wallet.text(),
          PayoutWallets.memo(wallet),
          PayoutWallets.memoType(wallet),
          row.askedAt,
          row.dueAt,
          row.endedAt,
          row.endedAs == null ? null : row.endedAs.name(),
          row.endedBy);
    }
  }

  void lapses(@Observes RegistrationLapses event) {
    repository.remove(event.farmer());
  }

  /** The one that waits, null if none does. */
  @Nullable Change open(UUID farmer) {
    return QuarkusTransaction.joiningExisting()
        .call(() -> repository.open(farmer).map(Change::of).orElse(null));
  }

  /** Newest first. */
  Page<Change> list(UUID farmer, Paging paging) {
    List<PayoutChangeEntity> found =
        QuarkusTransaction.joiningExisting().call(() -> repository.page(farmer, paging));
    Page<PayoutChangeEntity> page =
        Page.of(paging, found, row -> Objects.requireNonNull(row.id).longValue());
    return new Page<>(page.items().stream().map(Change::of).toList(), page.nextCursor());
  }

  /**
   * Asks for another wallet. Asking for the one that waits already changes nothing.
   *
   * @throws ProblemException if it is refused; nothing was changed then
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked about the wallet
   */
  Change ask(UUID farmer, Destination wallet) {
    Checks checks = new Checks();
    if (wallets.isPools(wallet.account())) {
      checks.add(WALLET, "belongs to the pool; name an account of your own");
    }
    wallets.checkOnChain(checks, wallet);
    checks.done();
    return QuarkusTransaction.requiringNew().call(() -> askLocked(farmer, wallet));
  }

  private Change askLocked(UUID id, Destination wallet) {
    refuse(farmers.lock(id));
    Farmer farmer = farmers.find(id).orElseThrow();
    if (farmer.hasVault()) {
      throw new ProblemException(
          ProblemKind.VAULT_OWNER,
          "Its owner never changes: withdraw to where you like, and join anew with another wallet.");
    }
    Destination now = farmer.destination();
    if (now.equals(wallet)) {
      throw ProblemException.invalid(WALLET, "is the payout wallet already");
    }
    Optional<PayoutChangeEntity> open = repository.open(id);
    if (open.isPresent()) {
      if (open.get().destination().equals(wallet)) {
        return Change.of(open.get());
      }
      throw new ProblemException(
          ProblemKind.CONFLICT, "Another change waits already; stop that one first.");
    }
    Instant asked = clock.instant();
    if (repository.askedSince(id, asked.minus(WAIT)) >= MOST_A_DAY) {
      throw new ProblemException(
          ProblemKind.TOO_MANY_CHANGES,
          "Payout wallets can be asked for %d times in 24 hours.".formatted(MOST_A_DAY));
    }
    PayoutChangeEntity made = new PayoutChangeEntity(id, wallet, asked, asked.plus(WAIT));
    repository.persistAndFlush(made);
    LOG.infof("farmer %s is to be paid out to %s from %s on", id, wallet.text(), made.dueAt);
    return Change.of(made);
  }

  private static void refuse(Optional<FarmerState> state) {
    switch (state.orElse(FarmerState.DEPARTED)) {
      case REGISTERED, FUNDED, ACTIVE -> {}
      case LEAVING ->
          throw new ProblemException(
              ProblemKind.CONFLICT, "The farmer leaves; withdraw the exit first.");
      case SUSPENDED ->
          throw new ProblemException(
              ProblemKind.FARMER_SUSPENDED, "An operator has to look at it first.");
      case DEPARTED ->
          throw new ProblemException(
              ProblemKind.FARMER_DEPARTED, "There is nothing left to be paid out.");
    }
  }

  /**
   * Stops the one that waits.
   *
   * @param by {@link org.kalepool.web.Caller#FARMER} or {@link org.kalepool.web.Caller#OPERATOR}
   * @throws ProblemException if none does
   */
  void stop(UUID farmer, String by) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              farmers.lock(farmer);
              PayoutChangeEntity open =
                  repository
                      .open(farmer)
                      .orElseThrow(
                          () ->
                              new ProblemException(
                                  ProblemKind.NOT_FOUND, "No change of the payout wallet waits."));
              audit.noteIfOperators(
                  by, new Audit.Command("stop-payout-change", farmer.toString(), null));
              end(open, End.STOPPED, by);
            });
  }

  /** Farmers whose change is due. */
  List<UUID> due() {
    return QuarkusTransaction.joiningExisting().call(() -> repository.due(clock.instant()));
  }

  /**
   * Puts a change into force, in the caller's database transaction. Whoever leaves is paid out to
   * the wallet that it had then; who is suspended waits.
   */
  void comesIntoForce(UUID farmer) {
    FarmerState state = farmers.lock(farmer).orElse(FarmerState.DEPARTED);
    Optional<PayoutChangeEntity> open = repository.open(farmer);
    if (open.isEmpty() || open.get().dueAt.isAfter(clock.instant())) {
      return;
    }
    switch (state) {
      case REGISTERED, FUNDED, ACTIVE -> {
        end(open.get(), End.DONE, "pool");
        repository.flush();
        rows.changePayout(farmer, open.get());
        logIns.endAll(farmer);
      }
      case DEPARTED -> end(open.get(), End.REFUSED, "pool");
      case LEAVING, SUSPENDED -> {}
    }
  }

  /** Ends one that cannot come into force, in the caller's database transaction. */
  void refused(UUID farmer) {
    farmers.lock(farmer);
    repository.open(farmer).ifPresent(open -> end(open, End.REFUSED, "pool"));
  }

  private void end(PayoutChangeEntity change, End how, String by) {
    change.endedAt = clock.instant();
    change.endedAs = how;
    change.endedBy = by;
    LOG.infof(
        "farmer %s: the change of its payout wallet to %s is %s, by %s",
        change.farmerId, change.destination().text(), how, by);
  }
}
