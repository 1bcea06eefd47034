package org.kalepool.books;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

/**
 * A farmer's whole account.
 *
 * @param deposited KALE brought
 * @param staked sum of all stakes ever planted
 * @param forfeited stakes lost for good
 * @param earned sum of the harvest rewards
 * @param poolerShare paid to the pooler, or while the farmer stays what the share would be now
 * @param compensation all that was or is owed by the pooler for lost stakes
 * @param owed the part of it not yet paid
 * @param fees XLM spent on fees
 * @param paidOut KALE paid to the payout wallet
 * @param stillOpen KALE in the custodial account and in open pails
 * @param xlmDeposited XLM brought
 * @param xlm XLM in the custodial account
 */
@RegisterForReflection
public record Statement(
    UUID farmer,
    Kale deposited,
    Kale staked,
    Kale forfeited,
    Kale earned,
    Kale poolerShare,
    Kale compensation,
    Kale owed,
    Xlm fees,
    Kale paidOut,
    Kale stillOpen,
    Xlm xlmDeposited,
    Xlm xlm) {}
