package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Kale;
import org.kalepool.pooler.Pooler;
import org.kalepool.pooler.Poolers;
import org.kalepool.stellar.Chain;
import org.kalepool.vault.Vault;
import org.kalepool.vault.VaultContract;
import org.kalepool.vault.VaultSettings;
import org.kalepool.vault.Vaults;
import org.kalepool.wallet.Wallets;
import org.kalepool.web.Checks;

/** Where a newcomer's KALE will lie, and what it is asked to send there. */
@Singleton
final class CustodyOfNewcomers {
  private final Wallets wallets;
  private final Vaults vaults;
  private final VaultContract contract;
  private final Poolers poolers;
  private final PayoutWallets payouts;
  private final Chain chain;
  private final FundingNeed need;
  private final Kale leastDeposit;

  CustodyOfNewcomers(
      Wallets wallets,
      Vaults vaults,
      VaultContract contract,
      Poolers poolers,
      PayoutWallets payouts,
      Chain chain,
      FundingNeed need,
      VaultSettings settings) {
    this.wallets = wallets;
    this.vaults = vaults;
    this.contract = contract;
    this.poolers = poolers;
    this.payouts = payouts;
    this.chain = chain;
    this.need = need;
    this.leastDeposit = settings.leastDeposit();
  }

  /**
   * Where it is.
   *
   * @param vault null if it is an account
   */
  record Place(
      Address address, @Nullable Vault vault, Registered.Funding funding, String paymentUri) {}

  /**
   * Notes what neither the request nor its fields can tell by themselves.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  void check(Checks checks, RegisterRequest request) {
    Address payout = request.payout().account();
    boolean pools = payouts.isPools(payout) || isContract(payout);
    if (pools) {
      checks.add("payout_wallet", "belongs to the pool; name an account of your own");
    }
    switch (request.custodyOrDefault()) {
      case CUSTODIAL -> payouts.checkOnChain(checks, request.payout());
      case VAULT -> checkVault(checks, request, payout);
    }
  }

  private boolean isContract(Address payout) {
    return vaults.offered() && vaults.contract().equals(payout);
  }

  private void checkVault(Checks checks, RegisterRequest request, Address owner) {
    if (!vaults.offered()) {
      checks.add("custody", "cannot be VAULT: this pool makes no vaults");
      return;
    }
    if (contract.trouble().isPresent()) {
      checks.add("custody", "cannot be VAULT at the moment: the pool's contract does not answer");
    }
    if (!poolers.own().id().equals(request.pooler())) {
      checks.add("pooler_id", "must be the pool's own pooler with a vault, " + poolers.own().id());
    }
    if (owner.isAccount() && chain.memoRequired(Set.of(owner)).contains(owner)) {
      checks.add(
          "payout_wallet",
          "takes no payment without a memo (SEP-29), as an exchange's account; the owner of a vault"
              + " has to sign for it by itself");
    }
  }

  /**
   * What a custodial account needs now.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  FundingNeed.Quote quote() {
    return need.quote(chain.terms());
  }

  /**
   * Makes out the place, in the caller's database transaction, before the farmer's row: nothing is
   * asked of the network.
   *
   * @param quote what a custodial account needs
   */
  Place place(UUID id, RegisterRequest request, FundingNeed.Quote quote) {
    if (request.custodyOrDefault() == FarmerCustody.CUSTODIAL) {
      Address account = wallets.offer(id);
      return new Place(
          account, null, Registered.Funding.of(quote), need.paymentUri(account, quote.total()));
    }
    int share = poolers.find(request.pooler()).map(Pooler::shareBasisPoints).orElseThrow();
    Vault vault = vaults.offer(id, request.payout().account(), share, request.floorOrNone());
    return new Place(
        vault.address(),
        vault,
        Registered.Funding.ofVault(leastDeposit),
        need.depositUri(vault.address(), leastDeposit));
  }

  /** What a newcomer with a vault is asked for; null where there are none. */
  Registered.@Nullable Funding vaultQuote() {
    return vaults.offered() && contract.trouble().isEmpty()
        ? Registered.Funding.ofVault(leastDeposit)
        : null;
  }
}
