/**
 * Double-entry accounts in stroops: every movement of a farmer's money as a balanced, append-only
 * journal entry, what follows from them, and their comparison with the chain.
 *
 * <p>The chart of accounts. A positive balance is something held or owed to the farmer, a negative
 * one where it came from; the lines of an entry add up to zero in each asset.
 *
 * <table>
 *   <caption>KALE</caption>
 *   <tr><td>{@code custody:<farmer>}</td><td>in the custodial account, or the vault</td></tr>
 *   <tr><td>{@code pail:<farmer>}</td><td>burned into open pails</td></tr>
 *   <tr><td>{@code deposits:<farmer>}</td><td>−: what the farmer brought</td></tr>
 *   <tr><td>{@code rewards:<farmer>}</td><td>−: what harvests minted beyond the stakes</td></tr>
 *   <tr><td>{@code forfeits:<farmer>}</td><td>stakes lost for good</td></tr>
 *   <tr><td>{@code owed:<farmer>:<pooler>}</td><td>compensation by it, not yet paid</td></tr>
 *   <tr><td>{@code pooler-debt:<pooler>}</td><td>−: the same, seen from the pooler</td></tr>
 *   <tr><td>{@code corrections:<farmer>}</td><td>what an operator booked as missing (less what as
 *       paid by the pooler)</td></tr>
 *   <tr><td>{@code payout:<farmer>}</td><td>paid to the payout wallet; of a vault, what
 *       was taken out of it, to whatever wallet</td></tr>
 *   <tr><td>{@code pooler-share:<farmer>:<pooler>}</td><td>paid to the pooler's wallet (without
 *       the pooler, of who left before farmers could move); of a vault, to the pool contract</td></tr>
 *   <tr><td>{@code cover:<farmer>}</td><td>−: what the pool contract paid into the vault for lost
 *       stakes, less what of it came back</td></tr>
 *   <tr><td>{@code pooler-paid:<pooler>}</td><td>−: paid by the pooler beyond its share</td></tr>
 *   <tr><td>{@code bond:<pooler>}</td><td>in the account of the pooler's bond</td></tr>
 *   <tr><td>{@code bond-deposits:<pooler>}</td><td>−: what the pooler brought of it, less what it got
 *       back and what debts were paid with</td></tr>
 *   <tr><td>{@code vault-bond:<contract>}</td><td>in the pool contract</td></tr>
 *   <tr><td>{@code vault-shares:<contract>}</td><td>−: of that, what farmers' vaults paid into it,
 *       less what it paid into them</td></tr>
 *   <tr><td>{@code vault-bond-deposits:<contract>}</td><td>−: of that, what others paid in, less
 *       what was taken out</td></tr>
 * </table>
 *
 * <table>
 *   <caption>XLM</caption>
 *   <tr><td>{@code xlm:<farmer>}</td><td>in the custodial account, reserve included</td></tr>
 *   <tr><td>{@code xlm-deposits:<farmer>}</td><td>−: what arrived there</td></tr>
 *   <tr><td>{@code fees:<farmer>}</td><td>spent on fees</td></tr>
 *   <tr><td>{@code xlm-corrections:<farmer>}</td><td>what an operator booked as missing</td></tr>
 *   <tr><td>{@code xlm-payout:<farmer>}</td><td>returned to the payout wallet</td></tr>
 *   <tr><td>{@code advanced:<farmer>}</td><td>fees of its plants, works and harvests that the
 *       pooler's wallet has paid; given back at the split, as far as the XLM goes</td></tr>
 *   <tr><td>{@code claim-reserve:<farmer>}</td><td>given to the pooler's wallet for the reserve of
 *       the claimable balance that holds the payout</td></tr>
 *   <tr><td>{@code xlm-owed:<farmer>}</td><td>came to the pooler's wallet with the split, and is
 *       owed on</td></tr>
 *   <tr><td>{@code pooler-xlm-debt:<pooler>}</td><td>−: the same, seen from the pooler</td></tr>
 *   <tr><td>{@code pool-xlm:<account>}</td><td>−: taken from an account of the pool's own, or from
 *       {@code fee-account} when a fee-bump envelope paid</td></tr>
 *   <tr><td>{@code pool-fees:<account>}</td><td>spent on fees by it</td></tr>
 * </table>
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.books;
