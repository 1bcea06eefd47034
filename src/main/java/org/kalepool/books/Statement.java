package org.kalepool.books;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A farmer's whole account, as the books tell it and the API shows it; all amounts are stroops.
 *
 * @param deposited KALE brought
 * @param staked sum of all stakes ever planted
 * @param forfeited stakes lost for good
 * @param earned sum of the harvest rewards
 * @param poolerShare paid to the pooler, and while the farmer stays what its share of the rest
 *     would be now; of a vault, what was paid to the pool contract
 * @param compensation all that was or is owed by the pooler for lost stakes; of a vault, what the
 *     pool contract paid for them and did not get back
 * @param owed the part of it not yet paid
 * @param paidOut KALE paid to the payout wallet; of a vault, what its owner took out of it
 * @param stillOpen KALE in the custodial account and in open pails
 * @param xlmDeposited XLM brought
 * @param fees XLM spent on fees
 * @param xlm XLM in the custodial account
 * @param poolers the same by pooler, in the order in which the farmer came to them
 */
@RegisterForReflection
@Schema(name = "Statement")
public record Statement(
    UUID farmerId,
    long deposited,
    long staked,
    long forfeited,
    long earned,
    long poolerShare,
    long compensation,
    long owed,
    long paidOut,
    long stillOpen,
    long xlmDeposited,
    long fees,
    long xlm,
    List<Part> poolers) {
  public Statement {
    poolers = List.copyOf(poolers);
  }

  /** Without the poolers' parts. */
  public Statement(
      UUID farmerId,
      long deposited,
      long staked,
      long forfeited,
      long earned,
      long poolerShare,
      long compensation,
      long owed,
      long paidOut,
      long stillOpen,
      long xlmDeposited,
      long fees,
      long xlm) {
    this(
        farmerId,
        deposited,
        staked,
        forfeited,
        earned,
        poolerShare,
        compensation,
        owed,
        paidOut,
        stillOpen,
        xlmDeposited,
        fees,
        xlm,
        List.of());
  }

  Statement with(List<Part> parts) {
    return new Statement(
        farmerId,
        deposited,
        staked,
        forfeited,
        earned,
        poolerShare,
        compensation,
        owed,
        paidOut,
        stillOpen,
        xlmDeposited,
        fees,
        xlm,
        parts);
  }

  /**
   * What is between the farmer and one pooler.
   *
   * @param staked sum of the stakes that it had planted
   * @param forfeited those of them that are lost for good
   * @param earned sum of their rewards
   * @param poolerShare paid to it, and while the farmer stays what its share of the rest would be
   *     now
   * @param compensation all that was or is owed by it
   * @param owed the part of that not yet paid
   */
  @RegisterForReflection
  @Schema(name = "StatementPart")
  public record Part(
      UUID poolerId,
      long staked,
      long forfeited,
      long earned,
      long poolerShare,
      long compensation,
      long owed) {}
}
