/**
 * An embedded Stellar network for development, the demo and tests: accounts, assets and contracts
 * behind the JSON-RPC of stellar-rpc, with real XDR, signatures, authorizations, fees, footprints
 * and lives that end, and on request with all that can go wrong. {@link
 * org.kalepool.lab.sandbox.Sandbox} is the way in. Recorded conversations with real nodes of
 * protocol 28, held with the sandbox word for word, get the same answers: the same hashes, result
 * codes, footprints, authorizations, entries, events and error logs, and fees to the stroop but for
 * the instructions that they are paid for ({@code RecordingsTest}).
 *
 * <p>Anybody's contracts can be uploaded, made and called: their WebAssembly runs in the {@code
 * host} room, every asset has its contract, and entries are archived, restored and extended. KALE's
 * rules and asset contracts are in Java, held to recordings; {@code --farm-wasm} runs KALE's own
 * code from a file instead. Calls of KALE by accounts take a short way around the host.
 *
 * <p>What it does not imitate:
 *
 * <ul>
 *   <li>Of the KALE contract in Java {@code homestead} and {@code upgrade} are missing, and its
 *       code cannot be read. KALE and its asset contract that are there from the start are never
 *       archived.
 *   <li>Instructions: those of wasm are counted by the network's cost parameters and come within a
 *       few percent, those of contracts in Java are measured ones of their kind, within 15 %. So a
 *       call may take 15 % more than it declares before it is stopped.
 *   <li>Classic operations other than opening, paying, trusting, merging, claimable balances,
 *       sponsoring reserves and bumping a number: the rest ends with opNOT_SUPPORTED. No offers,
 *       pools, data entries, further signers, thresholds or flags of issuers, so nothing is clawed
 *       back and nobody is deauthorized by contract; of preconditions only time and ledger bounds
 *       count. Old envelopes (V0) are not read.
 *   <li>Eviction: an expired temporary entry is gone with the next ledger, and an archived one is
 *       never moved elsewhere. The rent is that of a small network: 1 000 stroops a kB.
 *   <li>Consensus: transactions of a ledger are applied in the order they were sent, classic ones
 *       not before the others; when not all fit, higher bids go first. A pending transaction is not
 *       replaced by a higher bid. Between a ledger's end and its answer no time passes.
 *   <li>Hashes of buckets, transaction sets and results, and signatures of validators: headers are
 *       chained, but only by the sandbox's own rules; the close meta data leaves transactions out.
 *   <li>A result's meta data leaves out the engine's {@code core_metrics} events, an error's text
 *       the node's stack trace; changes of entries come in another order, and a life's own entry
 *       tells the ledger of its entry. Shown history begins with the ledger the sandbox was started
 *       from.
 *   <li>Methods beyond those in {@code RpcMethods}, and XDR as JSON but for contracts' entries.
 *   <li>The friendbot gives at once, without a transaction, and also KALE.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox;
