package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.kalepool.web.Audit;
import org.kalepool.web.Caller;
import org.kalepool.web.ProblemException;

/** Looks for a newcomer's money when somebody says that it has been sent. */
@Singleton
final class FundingConfirmations {
  private final Farmers farmers;
  private final Revivals revivals;
  private final Funding funding;
  private final Caller caller;
  private final Audit audit;

  FundingConfirmations(
      Farmers farmers, Revivals revivals, Funding funding, Caller caller, Audit audit) {
    this.farmers = farmers;
    this.revivals = revivals;
    this.funding = funding;
    this.caller = caller;
    this.audit = audit;
  }

  /**
   * Brings a lapsed registration back and looks; an operator's doing is audited.
   *
   * @param client the address it comes from, as the rate limit sees it
   * @throws ProblemException if there is no such farmer, or too many wait
   * @throws org.kalepool.stellar.RpcException if the network cannot be asked
   */
  FundingAnswer confirm(UUID id, String client) {
    Farmer found =
        caller.isOperator()
            ? audit.record(
                new Audit.Command("confirm-funding", id.toString(), null),
                () -> revived(id, client))
            : revived(id, client);
    return funding.look(found, caller.by());
  }

  private Farmer revived(UUID farmer, String client) {
    revivals.revive(farmer, client);
    return farmers.find(farmer).orElseThrow(caller::noSuchFarmer);
  }
}
