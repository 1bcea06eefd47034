/**
 * What changes the network: the transaction lanes, from a request through envelopes and bids to how
 * it ended.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.stellar.lanes;
