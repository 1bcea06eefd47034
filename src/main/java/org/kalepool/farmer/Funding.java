package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.farmer.StoredFarmers.Newcomer;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;

/** What a newcomer is asked for, and what of it has come. */
@Singleton
public final class Funding {
  private final StoredFarmers farmers;
  private final RegistrationLimits limits;
  private final FundingNeed need;
  private final CustodyOfNewcomers custody;
  private final Onboarding onboarding;
  private final VaultOnboarding vaults;
  private final Chain chain;

  Funding(
      StoredFarmers farmers,
      RegistrationLimits limits,
      FundingNeed need,
      CustodyOfNewcomers custody,
      Onboarding onboarding,
      VaultOnboarding vaults,
      Chain chain) {
    this.farmers = farmers;
    this.limits = limits;
    this.need = need;
    this.custody = custody;
    this.onboarding = onboarding;
    this.vaults = vaults;
    this.chain = chain;
  }

  /**
   * What newcomers are asked for now.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  public Registered.Funding quote() {
    return Registered.Funding.of(need.quote(chain.terms()));
  }

  /** What newcomers with a vault are asked for; null where there are none. */
  public Registered.@Nullable Funding vaultQuote() {
    return custody.vaultQuote();
  }

  /**
   * Looks at what has come for a farmer now, and moves it on if it can be.
   *
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  FundingAnswer look(Farmer farmer, String by) {
    return farmer.hasVault()
        ? FundingAnswer.of(vaults.look(farmer, by), need)
        : FundingAnswer.of(onboarding.look(farmer, by), need);
  }

  /**
   * What has come for a farmer, without moving it on.
   *
   * @return empty if there is no such farmer, as where its registration has lapsed
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  public Optional<FundingAnswer> seen(UUID farmer) {
    return farmers.newcomer(farmer).flatMap(this::seen);
  }

  private Optional<FundingAnswer> seen(Newcomer newcomer) {
    return newcomer.farmer().hasVault()
        ? vaults.seen(newcomer).map(look -> FundingAnswer.of(look, need))
        : Optional.of(custodial(newcomer));
  }

  private FundingAnswer custodial(Newcomer newcomer) {
    Farmer farmer = newcomer.farmer();
    Holdings held = chain.holdings(List.of(farmer.custodial())).get(farmer.custodial());
    boolean registered = farmer.state() == FarmerState.REGISTERED;
    return FundingAnswer.of(
        new Onboarding.Look(
            farmer,
            held,
            need.missing(held, chain.terms()),
            null,
            registered ? limits.lapses(newcomer.since()) : null),
        need);
  }
}
