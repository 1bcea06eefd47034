package org.kalepool.lab.sandbox.ledger;

import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;

/**
 * The contracts that the sandbox knows.
 *
 * @param farm KALE's
 * @param asset the contract of the KALE asset
 * @param kale the asset itself
 * @param events how assets speak
 * @param code the hash of KALE's code
 * @param javaRules whether KALE's rules in Java stand in for that code, which nobody has here
 * @param fromStart whether farm and asset contract are there from the start, as they are
 */
public record Contracts(
    Address farm,
    Address asset,
    CreditAsset kale,
    AssetEvents events,
    Hash code,
    boolean javaRules,
    boolean fromStart) {}
