package org.kalepool.stellar;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;

/**
 * A request for one transaction.
 *
 * @param lane the source account, which carries one transaction at a time and pays the fee
 * @param action what it does
 * @param farmer for whom, null if for no one farmer
 * @param block the block it is about, null if about none
 * @param call the operation or operations
 * @param notAfter network time, Unix seconds, after which it is of no use and must not land any
 *     more; null: no such time, its validity is renewed until it lands or is refused
 */
public record TransactionRequest(
    Address lane,
    Action action,
    @Nullable UUID farmer,
    @Nullable Long block,
    Call call,
    @Nullable Long notAfter) {}
