package org.kalepool.lab.sandbox.ledger;

import org.kalepool.kale.Address;

/**
 * The two contracts that the sandbox has.
 *
 * @param farm KALE's
 * @param asset the contract of the KALE asset
 * @param kale the asset itself
 * @param events how assets speak
 */
public record Contracts(Address farm, Address asset, CreditAsset kale, AssetEvents events) {}
