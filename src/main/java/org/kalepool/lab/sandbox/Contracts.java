package org.kalepool.lab.sandbox;

import org.kalepool.kale.Address;

/**
 * The two contracts that the sandbox has.
 *
 * @param farm KALE's
 * @param asset the contract of the KALE asset
 * @param kale the asset itself
 * @param events how assets speak
 */
record Contracts(Address farm, Address asset, CreditAsset kale, AssetEvents events) {}
