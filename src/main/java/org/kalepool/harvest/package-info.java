/**
 * The harvest service: settles every pail, by a harvest or with the cause of its loss.
 *
 * <p>Its open work is every unsettled pail of a closed block that is due: by the farmer's interval,
 * because the farmer leaves, because its entries will expire, or because it was never worked and
 * nothing will come of waiting. What a pail will pay is computed from the chain before the harvest
 * is asked for, and held against what was minted. A harvest that lands writes its row and the
 * journal in the database transaction that settles it.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.harvest;
