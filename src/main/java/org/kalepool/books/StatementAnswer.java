package org.kalepool.books;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A farmer's whole account as it is shown; amounts are stroops, see {@link Statement}. */
@Schema(name = "Statement")
record StatementAnswer(
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

  static StatementAnswer of(Statement statement) {
    return new StatementAnswer(
        statement.farmer(),
        statement.deposited().stroops(),
        statement.staked().stroops(),
        statement.forfeited().stroops(),
        statement.earned().stroops(),
        statement.poolerShare().stroops(),
        statement.compensation().stroops(),
        statement.owed().stroops(),
        statement.paidOut().stroops(),
        statement.stillOpen().stroops(),
        statement.xlmDeposited().stroops(),
        statement.fees().stroops(),
        statement.xlm().stroops());
  }
}
