/**
 * An embedded Stellar network for development, the demo and tests: accounts, assets and the KALE
 * contract behind the JSON-RPC of stellar-rpc, with real XDR, signatures, fees, footprints and
 * expiring entries, and on request with all that can go wrong. {@link
 * org.kalepool.lab.sandbox.Sandbox} is the way in. A recorded conversation with a real node of
 * protocol 28, held with the sandbox word for word, gets the same answers: the same hashes, result
 * codes, footprints and error logs, and fees to the stroop ({@code RpcShapesTest}).
 *
 * <p>What it does not imitate:
 *
 * <ul>
 *   <li>Contracts other than KALE's and the KALE asset's: nothing can be uploaded or deployed, no
 *       WebAssembly runs, the asset's contract knows balance, transfer, burn, name, symbol and
 *       decimals and only accounts as holders. The KALE contract's rules are those of {@code kale};
 *       {@code homestead} and {@code upgrade} are missing, and its code cannot be read.
 *   <li>What a call takes: instructions are the measured ones of its kind, whatever it computes.
 *   <li>Classic operations other than opening, paying, trusting, merging, claimable balances,
 *       sponsoring reserves and bumping a number: the rest ends with opNOT_SUPPORTED. No offers,
 *       pools, data entries, further signers, thresholds, clawback or authorization by issuers; of
 *       preconditions only time and ledger bounds count. Old envelopes (V0) are not read.
 *   <li>Archived entries: persistent entries live for ever and their lives are never extended, so
 *       nothing has to be restored.
 *   <li>Consensus: transactions of a ledger are applied in the order they were sent, classic ones
 *       not before the others; when not all fit, higher bids go first. A pending transaction is not
 *       replaced by a higher bid. Between a ledger's end and its answer no time passes.
 *   <li>Hashes of buckets, transaction sets and results, and signatures of validators: headers are
 *       chained, but only by the sandbox's own rules; the close meta data leaves transactions out.
 *   <li>A result's meta data leaves out the engine's {@code core_metrics} events, an error's text
 *       the node's stack trace. Shown history begins with the ledger the sandbox was started from.
 *   <li>Methods beyond those in {@code RpcMethods}, among them getLedgers, and XDR as JSON.
 *   <li>The friendbot gives at once, without a transaction, and also KALE.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox;
