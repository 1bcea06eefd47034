package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.kalepool.farmer.StoredFarmers.Newcomer;
import org.kalepool.stellar.Chain;
import org.kalepool.stellar.Holdings;

/** What a newcomer is asked for, and what of it has come. */
@Singleton
public final class Funding {
  private final StoredFarmers farmers;
  private final RegistrationLimits limits;
  private final FundingNeed need;
  private final Chain chain;

  Funding(StoredFarmers farmers, RegistrationLimits limits, FundingNeed need, Chain chain) {
    this.farmers = farmers;
    this.limits = limits;
    this.need = need;
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

  /**
   * What has come for a farmer, without moving it on.
   *
   * @return empty if there is no such farmer, as where its registration has lapsed
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  public Optional<FundingAnswer> seen(UUID farmer) {
    return farmers.newcomer(farmer).map(this::look);
  }

  private FundingAnswer look(Newcomer newcomer) {
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
