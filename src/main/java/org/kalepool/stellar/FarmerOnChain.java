package org.kalepool.stellar;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kalepool.kale.Address;
import org.kalepool.kale.Pail;

/**
 * A farmer's whole position as of one ledger.
 *
 * @param holdings null if the account does not exist
 * @param pails by block index; blocks without a pail are absent
 */
public record FarmerOnChain(
    Address farmer, @Nullable Holdings holdings, Map<Long, Pail> pails, long ledger) {}
