package org.kalepool.exit;

import org.kalepool.stellar.Call;
import org.kalepool.stellar.ContractCall;

/** What is to be done about a debt. */
sealed interface DebtDecision
    permits DebtDecision.Pay,
        DebtDecision.Transfer,
        DebtDecision.UnderWay,
        ExitDecision.Wait,
        ExitDecision.Later {
  /** It can be paid. */
  record Pay(Call.Operations operations) implements DebtDecision {}

  /** It can be paid, by the contract of its asset. */
  record Transfer(ContractCall.Transfer call) implements DebtDecision {}

  /** It is being paid: what that takes of the wallet is not there for others. */
  record UnderWay() implements DebtDecision {}
}
