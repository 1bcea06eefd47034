package org.kalepool.farmer;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.kalepool.kale.Destination;
import org.kalepool.web.ProblemException;
import org.kalepool.web.ProblemKind;
import org.kalepool.web.Token;

/** Writes newcomers down: their place, their row and their first settings. */
@Singleton
final class NewFarmers {
  private final FarmerRepository repository;
  private final FarmerSettings settings;
  private final Admission admission;
  private final CustodyOfNewcomers custody;
  private final RegistrationLimits limits;
  private final RegisteredAnswers answers;
  private final Clock clock;

  NewFarmers(
      FarmerRepository repository,
      FarmerSettings settings,
      Admission admission,
      CustodyOfNewcomers custody,
      RegistrationLimits limits,
      RegisteredAnswers answers,
      Clock clock) {
    this.repository = repository;
    this.settings = settings;
    this.admission = admission;
    this.custody = custody;
    this.limits = limits;
    this.answers = answers;
    this.clock = clock;
  }

  /**
   * Writes a farmer down who has passed all checks, in the caller's database transaction.
   *
   * @param quote what a custodial account needs
   * @param client the address it comes from, as the rate limit sees it
   * @return the answer without the token
   * @throws ProblemException if there is no room for one more; nothing was changed then
   */
  Registered add(
      UUID id, RegisterRequest request, String token, FundingNeed.Quote quote, String client) {
    Destination payout = request.payout();
    if (!admission.hasRoom(request.pooler())) {
      throw new ProblemException(
          ProblemKind.POOLER_FULL, "Choose another pooler, or come back when somebody has left.");
    }
    limits.check(client);
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
    limits.add(id, client);
    return answers.of(id, request, place);
  }
}
